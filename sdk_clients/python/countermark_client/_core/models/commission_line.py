# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.commission_line_kind import CommissionLineKind, check_commission_line_kind
from ..types import plain

T = TypeVar("T", bound="CommissionLine")


@_attrs_define
class CommissionLine:
    """A bonus, a deduction or a tax. base_minor: what its rate is of.

    Attributes:
        name (str):
        kind (CommissionLineKind):
        rate_bps (int):
        base_minor (int):
        amount_minor (int):
    """

    name: str
    kind: CommissionLineKind
    rate_bps: int
    base_minor: int
    amount_minor: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        kind = check_commission_line_kind(d.pop("kind"))

        rate_bps = d.pop("rate_bps")
        base_minor = d.pop("base_minor")
        amount_minor = d.pop("amount_minor")
        return cls(
            name=name,
            kind=kind,
            rate_bps=rate_bps,
            base_minor=base_minor,
            amount_minor=amount_minor,
        )
