# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="SideMoney")


@_attrs_define
class SideMoney:
    """Amounts of one currency. net: newly stopped less newly passed.

    Attributes:
        currency (str):
        minor (int):
        stopped_before (Money): A sum in minor units, exact. low, high: where the sum of as many other decisions would
            lie, 95 times in 100.
        stopped_after (Money): A sum in minor units, exact. low, high: where the sum of as many other decisions would
            lie, 95 times in 100.
        newly_stopped (Money): A sum in minor units, exact. low, high: where the sum of as many other decisions would
            lie, 95 times in 100.
        newly_passed (Money): A sum in minor units, exact. low, high: where the sum of as many other decisions would
            lie, 95 times in 100.
        net (Money): A sum in minor units, exact. low, high: where the sum of as many other decisions would lie, 95
            times in 100.
    """

    currency: str
    minor: int
    stopped_before: Money
    stopped_after: Money
    newly_stopped: Money
    newly_passed: Money
    net: Money

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        currency = d.pop("currency")
        minor = d.pop("minor")
        stopped_before = Money.from_dict(d.pop("stopped_before"))

        stopped_after = Money.from_dict(d.pop("stopped_after"))

        newly_stopped = Money.from_dict(d.pop("newly_stopped"))

        newly_passed = Money.from_dict(d.pop("newly_passed"))

        net = Money.from_dict(d.pop("net"))

        return cls(
            currency=currency,
            minor=minor,
            stopped_before=stopped_before,
            stopped_after=stopped_after,
            newly_stopped=newly_stopped,
            newly_passed=newly_passed,
            net=net,
        )
