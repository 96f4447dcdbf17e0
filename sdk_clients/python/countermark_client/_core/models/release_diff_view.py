# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.release_metric_view import ReleaseMetricView
    from ..models.release_side_view import ReleaseSideView
    from ..models.ruleset_diff_view import RulesetDiffView
    from ..models.threshold_change_view import ThresholdChangeView


T = TypeVar("T", bound="ReleaseDiffView")


@_attrs_define
class ReleaseDiffView:
    """What a release changes. same_model: by digest. metrics: the figures of both cards. thresholds: those that differ.
    rules: by node,
    row and cell.

        Attributes:
            before (ReleaseSideView): One of two that are compared. release_id: null for what decides now. name,
                model_digest: of the version.
            after (ReleaseSideView): One of two that are compared. release_id: null for what decides now. name,
                model_digest: of the version.
            same_model (bool):
            metrics (list[ReleaseMetricView]):
            thresholds (list[ThresholdChangeView]):
            rules (RulesetDiffView): What a version changes. same: both decide the same, by their digests. more: changes
                left out, beyond 2,000 of a node.
    """

    before: ReleaseSideView
    after: ReleaseSideView
    same_model: bool
    metrics: list[ReleaseMetricView]
    thresholds: list[ThresholdChangeView]
    rules: RulesetDiffView

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.release_metric_view import ReleaseMetricView  # noqa: PLC0415
        from ..models.release_side_view import ReleaseSideView  # noqa: PLC0415
        from ..models.ruleset_diff_view import RulesetDiffView  # noqa: PLC0415
        from ..models.threshold_change_view import ThresholdChangeView  # noqa: PLC0415

        d = dict(src_dict)
        before = ReleaseSideView.from_dict(d.pop("before"))

        after = ReleaseSideView.from_dict(d.pop("after"))

        same_model = d.pop("same_model")
        metrics = []
        _metrics = d.pop("metrics")
        for metrics_item_data in _metrics:
            metrics_item = ReleaseMetricView.from_dict(metrics_item_data)

            metrics.append(metrics_item)

        thresholds = []
        _thresholds = d.pop("thresholds")
        for thresholds_item_data in _thresholds:
            thresholds_item = ThresholdChangeView.from_dict(thresholds_item_data)

            thresholds.append(thresholds_item)

        rules = RulesetDiffView.from_dict(d.pop("rules"))

        return cls(
            before=before,
            after=after,
            same_model=same_model,
            metrics=metrics,
            thresholds=thresholds,
            rules=rules,
        )
