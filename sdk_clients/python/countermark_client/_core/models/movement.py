# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.movement_verdict import MovementVerdict, check_movement_verdict
from ..types import plain

T = TypeVar("T", bound="Movement")


@_attrs_define
class Movement:
    """One feature, or the score.

    ks, ks_p: the largest gap between the distributions of present values, and how often chance gives as much; None
    where
    one side has fewer than two values. missing_reference, missing_live: shares of missing values.

        Attributes:
            name (str):
            verdict (MovementVerdict):
            psi (float): over the bins of the reference, a bin of its own for missing values. psi_noise: what chance gives
                at most, 19 times in 20.
            psi_noise (float):
            ks (float | None):
            ks_p (float | None):
            missing_reference (float):
            missing_live (float):
    """

    name: str
    verdict: MovementVerdict
    psi: float
    psi_noise: float
    ks: float | None
    ks_p: float | None
    missing_reference: float
    missing_live: float

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        verdict = check_movement_verdict(d.pop("verdict"))

        psi = d.pop("psi")
        psi_noise = d.pop("psi_noise")
        ks = cast("float | None", d.pop("ks"))
        ks_p = cast("float | None", d.pop("ks_p"))
        missing_reference = d.pop("missing_reference")
        missing_live = d.pop("missing_live")
        return cls(
            name=name,
            verdict=verdict,
            psi=psi,
            psi_noise=psi_noise,
            ks=ks,
            ks_p=ks_p,
            missing_reference=missing_reference,
            missing_live=missing_live,
        )
