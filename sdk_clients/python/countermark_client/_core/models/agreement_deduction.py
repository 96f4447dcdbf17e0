# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="AgreementDeduction")


@_attrs_define
class AgreementDeduction:
    """Taken off commission and bonuses.

    Attributes:
        name (str): a slug.
        amount_minor (int | Unset): minor units, once a period. Default: 0.
        rate_bps (int | Unset): hundredths of a percent of commission and bonuses. Default: 0.
    """

    name: str
    amount_minor: int | Unset = 0
    rate_bps: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        amount_minor = d.pop("amount_minor", UNSET)
        rate_bps = d.pop("rate_bps", UNSET)
        return cls(
            name=name,
            amount_minor=amount_minor,
            rate_bps=rate_bps,
        )
