"""Sending traces and metrics to a collector by OTLP over gRPC. Loaded only when an endpoint is set.

Headers, certificates and time-outs are read from the OTEL_EXPORTER_OTLP_* variables by the library itself.
"""

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from contextvars import Token
from typing import Protocol, cast

from opentelemetry import context as contexts
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Histogram,
    HistogramDataPoint,
    Metric,
    MetricExportResult,
    MetricReader,
    MetricsData,
    PeriodicExportingMetricReader,
    ResourceMetrics,
    ScopeMetrics,
)
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import Decision, ParentBased, Sampler, SamplingResult, TraceIdRatioBased
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import (
    Link,
    Span,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceState,
    get_current_span,
    set_span_in_context,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import Attributes as SpanAttributes

from core.telemetry_settings import TelemetrySettings
from core.tracing import Attributes, Note, Origin

_SCOPE = "countermark"
_TIMINGS_SCOPE = "countermark.requests"
"""Of its own: the encoder keeps one set of metrics a scope, and the meters' scope has the plain name."""

_METRICS_EVERY_MS = 15_000
_TIMEOUT_S = 3.0
"""For one sending, retries included: a process that stops does not wait longer for a collector that is gone."""

_propagator = TraceContextTextMapPropagator()


class Timings(Protocol):
    """A histogram that is kept outside OpenTelemetry, because it is written for each request."""

    name: str
    description: str
    bounds_s: Sequence[float]
    since_ns: int

    def read(self) -> Sequence[tuple[Mapping[str, str], Sequence[int], float]]:
        """Return labels, counts by bucket (one more than bounds) and the sum in seconds, of each series."""
        ...


class OtlpTracing:
    """The port of `core.tracing`. `close` sends what is left."""

    def __init__(self, settings: TelemetrySettings, resource: Mapping[str, str]) -> None:
        self._provider = TracerProvider(
            resource=Resource.create(dict(resource)),
            sampler=ParentBased(_LinkedOrShare(settings.traces_share)),
            shutdown_on_exit=False,
        )
        exporter = OTLPSpanExporter(
            endpoint=settings.otlp_endpoint, insecure=_is_plain(settings), timeout=_TIMEOUT_S
        )
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer(_SCOPE)

    def serve(self, traceparent: str | None) -> "ServerSpan":
        # Of what callers may send only the parent is taken: tracestate and baggage may hold anything.
        parent = _propagator.extract({"traceparent": traceparent}, Context()) if traceparent else Context()
        span = self._tracer.start_span("request", parent, SpanKind.SERVER)
        return ServerSpan(span, contexts.attach(set_span_in_context(span)))

    def here(self) -> Origin | None:
        found = get_current_span().get_span_context()
        return found if found.is_valid else None

    def span(
        self, name: str, attributes: Attributes, links: Sequence[Origin]
    ) -> AbstractContextManager[Note]:
        return self._span(name, attributes, [Link(cast("SpanContext", origin)) for origin in links])

    @contextlib.contextmanager
    def _span(self, name: str, attributes: Attributes, links: Sequence[Link]) -> Iterator[Note]:
        started = self._tracer.start_as_current_span(
            name,
            attributes=dict(attributes),
            links=links,
            record_exception=False,  # its text may quote a customer's data
            set_status_on_exception=False,
        )
        with started as span:
            try:
                yield span.set_attribute
            except BaseException as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(StatusCode.ERROR)
                raise

    def close(self) -> None:
        self._provider.shutdown()


class ServerSpan:
    """The span of a request, current in its task until it ends."""

    __slots__ = ("_span", "_token")

    def __init__(self, span: Span, token: Token[Context]) -> None:
        self._span = span
        self._token = token

    def end(self, name: str, attributes: Attributes, *, failed: bool) -> None:
        contexts.detach(self._token)
        if self._span.is_recording():
            self._span.update_name(name)
            self._span.set_attributes(dict(attributes))
            if failed:
                self._span.set_status(StatusCode.ERROR)
        self._span.end()


class _LinkedOrShare(Sampler):
    """Of traces that begin here, a share; but what is done for several requests at once is traced when one of them is."""

    def __init__(self, share: float) -> None:
        self._share = TraceIdRatioBased(share)

    def should_sample(  # noqa: PLR0917  the library's own
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: SpanAttributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,  # noqa: ARG002
    ) -> SamplingResult:
        if not links:
            return self._share.should_sample(parent_context, trace_id, name, kind, attributes, links)
        traced = any(link.context.trace_flags.sampled for link in links)
        return SamplingResult(Decision.RECORD_AND_SAMPLE if traced else Decision.DROP, attributes)

    def get_description(self) -> str:
        return f"LinkedOr({self._share.get_description()})"


def metric_reader(settings: TelemetrySettings, timings: Timings) -> MetricReader:
    """Export every 15 seconds what the meters hold, and the request timings beside them."""
    exporter = _WithTimings(timings, endpoint=settings.otlp_endpoint, insecure=_is_plain(settings))
    return PeriodicExportingMetricReader(exporter, export_interval_millis=_METRICS_EVERY_MS)


class _WithTimings(OTLPMetricExporter):
    def __init__(self, timings: Timings, *, endpoint: str, insecure: bool) -> None:
        super().__init__(endpoint=endpoint, insecure=insecure, timeout=_TIMEOUT_S)
        self._timings = timings

    def export(
        self, metrics_data: MetricsData, timeout_millis: float = 10_000, **kwargs: object
    ) -> MetricExportResult:
        return super().export(with_timings(metrics_data, self._timings), timeout_millis, **kwargs)


def with_timings(data: MetricsData, timings: Timings) -> MetricsData:
    """Add the timings to each resource's metrics, as one histogram."""
    metrics = [_histogram(timings, time.time_ns())]
    scope = ScopeMetrics(InstrumentationScope(_TIMINGS_SCOPE), metrics, "")
    return MetricsData(
        [
            ResourceMetrics(each.resource, [*each.scope_metrics, scope], each.schema_url)
            for each in data.resource_metrics
        ]
    )


def _histogram(timings: Timings, now_ns: int) -> Metric:
    points = [
        HistogramDataPoint(
            attributes=dict(labels),
            start_time_unix_nano=timings.since_ns,
            time_unix_nano=now_ns,
            count=sum(counts),
            sum=seconds,
            bucket_counts=list(counts),
            explicit_bounds=timings.bounds_s,
            min=cast("float", None),  # optional on the wire; not kept
            max=cast("float", None),
        )
        for labels, counts, seconds in timings.read()
    ]
    data = Histogram(points, AggregationTemporality.CUMULATIVE)
    return Metric(timings.name, timings.description, "s", data)


def _is_plain(settings: TelemetrySettings) -> bool:
    return settings.otlp_endpoint.startswith("http://")
