"""Live figures and drift as both faces show them."""

from datetime import datetime

import msgspec

from core.ids import public
from core.pages import Page
from inference.drift import Movement, Verdict
from inference.drift_reports import KeptReport
from inference.live_metrics import Figure, LiveMetrics, ReliabilityBin, VersionMetrics


class VersionMetricsView(msgspec.Struct, frozen=True, kw_only=True):
    """One version in one role; a figure of nothing is null. Intervals hold 95 times in 100.

    decided: its decisions in the window, counted a minute behind. judged: those whose truth is known. coverage: their share.
    label_delay_hours_p50: from decision to observation. calibration: ten bins of equal counts, from the lowest scores.
    calibration_error: the mean distance of rate and score over the bins.
    """

    version_id: str
    role: str
    decided: int
    judged: int
    coverage: Figure | None
    label_delay_hours_p50: float
    label_delay_hours_p90: float
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int
    precision: Figure | None
    recall: Figure | None
    false_positive_rate: Figure | None
    false_negative_rate: Figure | None
    average_precision: Figure | None
    brier: Figure
    calibration: list[ReliabilityBin]
    calibration_error: float


class LiveMetricsView(msgspec.Struct, frozen=True, kw_only=True):
    """How well versions do by the truth that came back.

    since, until: when the predictions were made, whole hours. threshold: from which probability on a prediction counts as
    flagged; null when its outcome decides, and everything but `approve` is flagged. complete: whether all judged predictions were
    counted, and not the newest 100,000 alone.
    """

    use_case: str
    since: datetime
    until: datetime
    threshold: float | None
    complete: bool
    data: list[VersionMetricsView]


class DriftReportView(msgspec.Struct, frozen=True, kw_only=True):
    """How far a version's inputs and scores have moved from its reference.

    verdict: the worst of score and features, those of the calendar left out: `stable`, `shifted` (PSI from 0.1), `drifted` (from
        0.25), or `collecting` while there are too few rows to tell. rows: live decisions that were compared, a uniform sample.
    reference: `training` or `first_decisions`.
    """

    id: str
    use_case: str
    version_id: str
    role: str
    verdict: Verdict
    measured_at: datetime
    since: datetime
    until: datetime
    rows: int
    reference: str
    reference_rows: int
    score: Movement
    features: list[Movement]


class DriftReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of reports, newest first."""

    data: list[DriftReportView]
    has_more: bool
    next_after: str | None


def live_metrics_view(found: LiveMetrics) -> LiveMetricsView:
    return LiveMetricsView(
        use_case=found.use_case,
        since=found.since,
        until=found.until,
        threshold=found.threshold,
        complete=found.complete,
        data=[_version_view(each) for each in found.versions],
    )


def drift_report_view(kept: KeptReport) -> DriftReportView:
    fields = msgspec.structs.asdict(kept.report)
    version_id = public("ver", kept.report.version_id)
    return DriftReportView(**{**fields, "id": public("drf", kept.id), "version_id": version_id})


def drift_report_page(page: Page[KeptReport]) -> DriftReportPage:
    return DriftReportPage(
        data=[drift_report_view(each) for each in page.data],
        has_more=page.has_more,
        next_after=page.next_after,
    )


def _version_view(each: VersionMetrics) -> VersionMetricsView:
    fields = msgspec.structs.asdict(each)
    return VersionMetricsView(**{**fields, "version_id": public("ver", each.version_id)})


__all__ = ["Figure", "Movement", "ReliabilityBin"]
