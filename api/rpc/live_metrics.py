"""Live figures and drift over gRPC: the same use cases as on REST."""

from typing import Annotated, Literal

import msgspec

from api.rpc.codec import Codec
from api.rpc.methods import method
from api.rpc.stubs.countermark.feedback.v1 import live_metrics_pb2 as pb
from api.views.live_metrics import (
    DriftReportPage,
    DriftReportView,
    LiveMetricsView,
    drift_report_page,
    drift_report_view,
    live_metrics_view,
)
from core.ids import parse
from core.pages import LIMIT_DEFAULT, LIMIT_MAX
from inference.drift_reports import DriftReports
from inference.live_metrics import DAYS_DEFAULT, DAYS_MAX, MetricsService
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["LiveMetricsService"]


class _MetricsQuery(msgspec.Struct, frozen=True, kw_only=True):
    use_case: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    version_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
    role: Literal["champion", "challenger", "shadow"] | None = None
    days: Annotated[int, msgspec.Meta(ge=1, le=DAYS_MAX)] = DAYS_DEFAULT
    threshold: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


class _ReportsQuery(msgspec.Struct, frozen=True, kw_only=True):
    use_case: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
    version_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None
    after: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


METRICS_QUERY = Codec(_MetricsQuery, pb.GetLiveMetricsRequest)
METRICS = Codec(LiveMetricsView, pb.GetLiveMetricsResponse)
REPORT = Codec(DriftReportView, pb.DriftReport)
REPORTS_QUERY = Codec(_ReportsQuery, pb.ListDriftReportsRequest)
REPORTS = Codec(DriftReportPage, pb.ListDriftReportsResponse)


@method(SERVICE, "GetLiveMetrics")
async def get_live_metrics(
    caller: Principal, live_metrics: MetricsService, request: pb.GetLiveMetricsRequest
) -> pb.GetLiveMetricsResponse:
    query = METRICS_QUERY.struct(request)
    found = await live_metrics.read(
        caller,
        query.use_case,
        version_id=None if query.version_id is None else parse("ver", query.version_id),
        role=query.role,
        days=query.days,
        threshold=query.threshold,
    )
    return METRICS.message(live_metrics_view(found))


@method(SERVICE, "GetDriftReport")
async def get_drift_report(
    caller: Principal, drift_reports: DriftReports, request: pb.GetDriftReportRequest
) -> pb.DriftReport:
    kept = await drift_reports.get(caller, parse("drf", request.report_id))
    return REPORT.message(drift_report_view(kept))


@method(SERVICE, "ListDriftReports")
async def list_drift_reports(
    caller: Principal, drift_reports: DriftReports, request: pb.ListDriftReportsRequest
) -> pb.ListDriftReportsResponse:
    query = REPORTS_QUERY.struct(request)
    page = await drift_reports.list(
        caller,
        use_case=query.use_case,
        version_id=None if query.version_id is None else parse("ver", query.version_id),
        after=None if query.after is None else parse("drf", query.after),
        limit=query.limit,
    )
    return REPORTS.message(drift_report_page(page))


METHODS = [get_live_metrics, get_drift_report, list_drift_reports]
