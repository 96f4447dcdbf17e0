"""Live figures and drift as both faces show them."""

from datetime import datetime

import msgspec

from core.ids import public
from core.pages import Page
from inference.drift import Movement, Verdict
from inference.drift_reports import KeptReport
from inference.drift_watch import ClassShare
from inference.live_errors import ClassMetrics, NumberMetrics
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


class NumberMetricsView(msgspec.Struct, frozen=True, kw_only=True):
    """One version in one role by truths with a `value`, in the unit of the answer's P50.

    measured: decisions whose true number is known. coverage: their share. bias: the mean of what was said less the truth.
    within_p10_p90: how often the truth lay between P10 and P90, 0.8 where these hold; null of a version that gives no P10.
    below_p90: how often it was not above P90, 0.9 where that holds.
    """

    version_id: str
    role: str
    decided: int
    measured: int
    coverage: Figure | None
    mean_absolute_error: Figure
    median_absolute_error: Figure
    bias: Figure
    within_p10_p90: Figure | None
    below_p90: Figure | None


class ClassMetricsView(msgspec.Struct, frozen=True, kw_only=True):
    """One version in one role by truths with a `label`.

    measured: decisions whose true class is known. coverage: their share. classes: how many came true or were said.
    macro_f1: the mean over these classes.
    """

    version_id: str
    role: str
    decided: int
    measured: int
    coverage: Figure | None
    classes: int
    accuracy: Figure
    macro_f1: Figure


class LiveMetricsView(msgspec.Struct, frozen=True, kw_only=True):
    """How well versions do by the truth that came back.

    since, until: when the predictions were made, whole hours. threshold: from which probability on a prediction counts as
    flagged; null when its outcome decides, and everything but `approve` is flagged. complete: whether all judged predictions were
    counted, and not the newest 100,000 alone.
    data: by whether the event happened. numbers: by truths with a `value`. classes: by truths with a `label`.
    """

    use_case: str
    since: datetime
    until: datetime
    threshold: float | None
    complete: bool
    data: list[VersionMetricsView]
    numbers: list[NumberMetricsView]
    classes: list[ClassMetricsView]


class DriftReportView(msgspec.Struct, frozen=True, kw_only=True):
    """How far a version's inputs, scores and answers have moved from its reference.

    verdict: the worst of score, answer and features, those of the calendar left out: `stable`, `shifted` (PSI from 0.1), `drifted` (from
        0.25), or `collecting` while there are too few rows to tell. rows: live decisions that were compared, a uniform sample.
    reference: `training` or `first_decisions`.
    features: of a version of your own the columns that it declares, else what it scores. What is in no order (categories, classes) has no KS.
    answer: which classes were named; null of a version that names none, or whose reference does not tell.
    class_shares: how often each of them was, the largest first, 50 at most.
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
    answer: Movement | None
    class_shares: list[ClassShare]


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
        numbers=[_number_view(each) for each in found.numbers],
        classes=[_class_view(each) for each in found.classes],
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


def _number_view(each: NumberMetrics) -> NumberMetricsView:
    fields = msgspec.structs.asdict(each)
    return NumberMetricsView(**{**fields, "version_id": public("ver", each.version_id)})


def _class_view(each: ClassMetrics) -> ClassMetricsView:
    fields = msgspec.structs.asdict(each)
    return ClassMetricsView(**{**fields, "version_id": public("ver", each.version_id)})


__all__ = ["ClassShare", "Figure", "Movement", "ReliabilityBin"]
