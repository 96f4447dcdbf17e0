# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.backtest_comparison_against import BacktestComparisonAgainst, check_backtest_comparison_against
from ..types import plain

if TYPE_CHECKING:
    from ..models.changed_decision import ChangedDecision
    from ..models.effect import Effect
    from ..models.group_effect import GroupEffect
    from ..models.matrix_cell import MatrixCell


T = TypeVar("T", bound="BacktestComparison")


@_attrs_define
class BacktestComparison:
    """The draft against what was `stored`, or against what decides now (`current`).

    segment, method and size of the amount, named by the smallest amount of as many digits. sample: at most 200 of the
    decisions
    that change, each as likely as any other. largest: those with the largest amounts of each currency.

        Attributes:
            against (BacktestComparisonAgainst):
            matrix (list[MatrixCell]): how many decisions went from which outcome to which. effect: what that means by the
                truth. groups: the same by region,
            effect (Effect): What the draft changes among some decisions.
            groups (list[GroupEffect]):
            sample (list[ChangedDecision]):
            largest (list[ChangedDecision]):
    """

    against: BacktestComparisonAgainst
    matrix: list[MatrixCell]
    effect: Effect
    groups: list[GroupEffect]
    sample: list[ChangedDecision]
    largest: list[ChangedDecision]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.changed_decision import ChangedDecision  # noqa: PLC0415
        from ..models.effect import Effect  # noqa: PLC0415
        from ..models.group_effect import GroupEffect  # noqa: PLC0415
        from ..models.matrix_cell import MatrixCell  # noqa: PLC0415

        d = dict(src_dict)
        against = check_backtest_comparison_against(d.pop("against"))

        matrix = []
        _matrix = d.pop("matrix")
        for matrix_item_data in _matrix:
            matrix_item = MatrixCell.from_dict(matrix_item_data)

            matrix.append(matrix_item)

        effect = Effect.from_dict(d.pop("effect"))

        groups = []
        _groups = d.pop("groups")
        for groups_item_data in _groups:
            groups_item = GroupEffect.from_dict(groups_item_data)

            groups.append(groups_item)

        sample = []
        _sample = d.pop("sample")
        for sample_item_data in _sample:
            sample_item = ChangedDecision.from_dict(sample_item_data)

            sample.append(sample_item)

        largest = []
        _largest = d.pop("largest")
        for largest_item_data in _largest:
            largest_item = ChangedDecision.from_dict(largest_item_data)

            largest.append(largest_item)

        return cls(
            against=against,
            matrix=matrix,
            effect=effect,
            groups=groups,
            sample=sample,
            largest=largest,
        )
