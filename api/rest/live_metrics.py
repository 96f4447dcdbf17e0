"""How versions do: live figures by the truth that came back, and drift."""

from typing import Annotated, Literal

import msgspec

from api.rest.operations import get
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.live_metrics import (
    DriftReportPage,
    DriftReportView,
    LiveMetricsView,
    drift_report_page,
    drift_report_view,
    live_metrics_view,
)
from core.ids import parse
from inference.drift_reports import DriftReports
from inference.live_metrics import DAYS_DEFAULT, DAYS_MAX, MetricsService
from tenants.principals import Principal

UseCaseName = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
VersionRef = Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None
Role = Literal["champion", "challenger", "shadow"] | None
Days = Annotated[int, msgspec.Meta(ge=1, le=DAYS_MAX, description="How many days back.")]
Threshold = (
    Annotated[float, msgspec.Meta(ge=0, le=1, description="From which probability on it counts as flagged.")]
    | None
)


@get(
    "/live-metrics",
    operation_id="getLiveMetrics",
    summary="Get live figures",
    tag="feedback",
    responses={404: "There is no such use case or version."},
)
async def get_live_metrics(
    caller: Principal,
    live_metrics: MetricsService,
    *,
    use_case: UseCaseName,
    version_id: VersionRef = None,
    role: Role = None,
    days: Days = DAYS_DEFAULT,
    threshold: Threshold = None,
) -> LiveMetricsView:
    """Precision, recall, false rates, average precision, Brier score and calibration of each version in each role, with 95 %
    intervals, how much of the truth is known, and how long it took. Without `threshold` a decision is flagged unless its outcome passes (`approve`, `keep`, `none` and the like).
    """
    found = await live_metrics.read(
        caller,
        use_case,
        version_id=None if version_id is None else parse("ver", version_id),
        role=role,
        days=days,
        threshold=threshold,
    )
    return live_metrics_view(found)


@get(
    "/drift-reports/{report_id:str}",
    operation_id="getDriftReport",
    summary="Get a drift report",
    tag="feedback",
)
async def get_drift_report(caller: Principal, drift_reports: DriftReports, report_id: str) -> DriftReportView:
    return drift_report_view(await drift_reports.get(caller, parse("drf", report_id)))


@get(
    "/drift-reports",
    operation_id="listDriftReports",
    summary="List drift reports",
    tag="feedback",
    responses={404: "There is no such version."},
)
async def list_drift_reports(
    caller: Principal,
    drift_reports: DriftReports,
    *,
    use_case: UseCaseName | None = None,
    version_id: VersionRef = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> DriftReportPage:
    """Newest first; the worker measures every version that decides once an hour."""
    page = await drift_reports.list(
        caller,
        use_case=use_case,
        version_id=None if version_id is None else parse("ver", version_id),
        after=None if after is None else parse("drf", after),
        limit=limit,
    )
    return drift_report_page(page)


HANDLERS = [get_live_metrics, get_drift_report, list_drift_reports]
