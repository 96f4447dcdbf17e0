# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.share import Share
    from ..models.side_money import SideMoney


T = TypeVar("T", bound="Side")


@_attrs_define
class Side:
    """Decisions of one truth: what stopped them before, what the draft stops, and what differs.

    Attributes:
        decisions (int):
        stopped_before (Share): count of `of`, with its 95 % score interval (Wilson 1927); None where there is nothing
            to count among.
        stopped_after (Share): count of `of`, with its 95 % score interval (Wilson 1927); None where there is nothing to
            count among.
        newly_stopped (int):
        newly_passed (int):
        money (list[SideMoney]):
    """

    decisions: int
    stopped_before: Share
    stopped_after: Share
    newly_stopped: int
    newly_passed: int
    money: list[SideMoney]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.share import Share  # noqa: PLC0415
        from ..models.side_money import SideMoney  # noqa: PLC0415

        d = dict(src_dict)
        decisions = d.pop("decisions")
        stopped_before = Share.from_dict(d.pop("stopped_before"))

        stopped_after = Share.from_dict(d.pop("stopped_after"))

        newly_stopped = d.pop("newly_stopped")
        newly_passed = d.pop("newly_passed")
        money = []
        _money = d.pop("money")
        for money_item_data in _money:
            money_item = SideMoney.from_dict(money_item_data)

            money.append(money_item)

        return cls(
            decisions=decisions,
            stopped_before=stopped_before,
            stopped_after=stopped_after,
            newly_stopped=newly_stopped,
            newly_passed=newly_passed,
            money=money,
        )
