# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.backtest_comparison import BacktestComparison
    from ..models.not_held import NotHeld
    from ..models.share import Share


T = TypeVar("T", bound="BacktestReport")


@_attrs_define
class BacktestReport:
    """What was found.

    read them. fallback: made without a model, to which every ruleset gives its fallback. same: decided by the very
    version that is
    tried, and of these, those that differ: none. incomplete: that do not hold every fact which the rules read.
    not_held: those
    facts; they were missing to the rules there.

        Attributes:
            decisions (int): compared. erased: left out, because their customers were erased. unreadable: left out, because
                this release cannot
            erased (int):
            unreadable (int):
            fallback (int):
            same (Share): count of `of`, with its 95 % score interval (Wilson 1927); None where there is nothing to count
                among.
            incomplete (int):
            not_held (list[NotHeld]):
            comparisons (list[BacktestComparison]):
    """

    decisions: int
    erased: int
    unreadable: int
    fallback: int
    same: Share
    incomplete: int
    not_held: list[NotHeld]
    comparisons: list[BacktestComparison]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.backtest_comparison import BacktestComparison  # noqa: PLC0415
        from ..models.not_held import NotHeld  # noqa: PLC0415
        from ..models.share import Share  # noqa: PLC0415

        d = dict(src_dict)
        decisions = d.pop("decisions")
        erased = d.pop("erased")
        unreadable = d.pop("unreadable")
        fallback = d.pop("fallback")
        same = Share.from_dict(d.pop("same"))

        incomplete = d.pop("incomplete")
        not_held = []
        _not_held = d.pop("not_held")
        for not_held_item_data in _not_held:
            not_held_item = NotHeld.from_dict(not_held_item_data)

            not_held.append(not_held_item)

        comparisons = []
        _comparisons = d.pop("comparisons")
        for comparisons_item_data in _comparisons:
            comparisons_item = BacktestComparison.from_dict(comparisons_item_data)

            comparisons.append(comparisons_item)

        return cls(
            decisions=decisions,
            erased=erased,
            unreadable=unreadable,
            fallback=fallback,
            same=same,
            incomplete=incomplete,
            not_held=not_held,
            comparisons=comparisons,
        )
