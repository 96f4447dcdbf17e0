# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.due_line_kind import DueLineKind, check_due_line_kind
from ..types import plain

T = TypeVar("T", bound="DueLine")


@_attrs_define
class DueLine:
    """One line of what is due.

    Attributes:
        kind (DueLineKind): `base` is what sales of a product earn in the lowest tier, `slab` what higher tiers change
            about that; then bonuses, deductions, and taxes that are withheld (TDS) or added (GST).
        name (str): the product, or the name in the agreement.
        from_volume_minor (int | None): where the tier begins that was reached; null of others than `slab`.
        rate_bps (int | None): hundredths of a percent; null where the agreement says nothing about the product.
        base_minor (int): what its rate is of.
        amount_minor (int): what it comes to, without sign but of `slab`.
    """

    kind: DueLineKind
    name: str
    from_volume_minor: int | None
    rate_bps: int | None
    base_minor: int
    amount_minor: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        kind = check_due_line_kind(d.pop("kind"))

        name = d.pop("name")
        from_volume_minor = cast("int | None", d.pop("from_volume_minor"))
        rate_bps = cast("int | None", d.pop("rate_bps"))
        base_minor = d.pop("base_minor")
        amount_minor = d.pop("amount_minor")
        return cls(
            kind=kind,
            name=name,
            from_volume_minor=from_volume_minor,
            rate_bps=rate_bps,
            base_minor=base_minor,
            amount_minor=amount_minor,
        )
