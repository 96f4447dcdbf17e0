# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.commission_difference_verdict import (
    CommissionDifferenceVerdict,
    check_commission_difference_verdict,
)
from ..types import plain

T = TypeVar("T", bound="CommissionDifference")


@_attrs_define
class CommissionDifference:
    """What was paid against what is due. minor: above zero where too much was paid. explained_by: names of single mistakes
    of
    commission-check that give just what was paid.

        Attributes:
            verdict (CommissionDifferenceVerdict):
            minor (int):
            tax_withheld_minor (int | None):
            explained_by (list[str]):
    """

    verdict: CommissionDifferenceVerdict
    minor: int
    tax_withheld_minor: int | None
    explained_by: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        verdict = check_commission_difference_verdict(d.pop("verdict"))

        minor = d.pop("minor")
        tax_withheld_minor = cast("int | None", d.pop("tax_withheld_minor"))
        explained_by = cast(list[str], d.pop("explained_by"))

        return cls(
            verdict=verdict,
            minor=minor,
            tax_withheld_minor=tax_withheld_minor,
            explained_by=explained_by,
        )
