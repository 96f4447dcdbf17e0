"""What a collector gets: real spans and metrics over a real connection."""

from collections.abc import Iterator

import pytest
from opentelemetry import trace

from api.metrics import RequestMetrics
from core import tracing
from core.otlp import OtlpTracing, metric_reader
from core.telemetry import Telemetry
from core.telemetry_settings import TelemetrySettings
from tests.fakes.collector import Collector, collecting

RESOURCE = {"service.name": "test"}
TRACED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
UNTRACED = "00-0af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-00"


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as opened:
        yield opened


def tracing_to(collector: Collector, share: float) -> OtlpTracing:
    return OtlpTracing(TelemetrySettings(otlp_endpoint=collector.endpoint, traces_share=share), RESOURCE)


def test_a_request_continues_its_callers_trace(collector: Collector) -> None:
    """The caller's trace and span are the parents, and its choice not to be traced is kept."""
    traces = tracing_to(collector, 0.0)
    for parent in (TRACED, UNTRACED, None, "nonsense"):
        traces.serve(parent).end("GET /x", {"http.route": "/x"}, failed=False)
    traces.close()
    (span,) = collector.spans
    assert (span.trace_id, span.parent_id) == (TRACED.split("-")[1], TRACED.split("-")[2])
    assert (span.name, span.kind, span.attributes) == ("GET /x", 2, {"http.route": "/x"})


def test_a_tick_is_traced_when_one_of_its_requests_is(collector: Collector) -> None:
    """What is done for several requests belongs to none of their traces: it links to those that are traced."""
    traces = tracing_to(collector, 0.0)
    origins = []
    for parent in (TRACED, UNTRACED):
        request = traces.serve(parent)
        origins.append(traces.here())
        request.end("GET /x", {}, failed=False)
    assert traces.here() is None
    for links in (origins, origins[1:]):
        with tracing.span(traces, "tick", {"size": len(links)}, links) as note:
            note("done", 1)
    traces.close()
    (tick,) = [span for span in collector.spans if span.name == "tick"]
    assert tick.attributes == {"size": 2, "done": 1}
    assert next(span for span in collector.spans if span.kind == 2).span_id in tick.links


def test_an_error_leaves_its_type_and_no_words(collector: Collector) -> None:
    """The text of an exception may quote a customer's data: no event, no description, no stack."""
    traces = tracing_to(collector, 1.0)
    with pytest.raises(ValueError, match="4539578763621486"), tracing.span(traces, "work", {}):
        raise ValueError("4539578763621486")
    traces.close()
    (span,) = collector.spans
    assert (span.failed, span.event_count, span.attributes) == (True, 0, {"error.type": "ValueError"})
    assert not any(b"4539578763621486" in raw for raw in collector.raw)


def test_nothing_is_made_where_there_is_no_tracing() -> None:
    """Without an endpoint a block runs outside of any span, what is noted goes nowhere, and errors pass as they are."""
    ran = []

    def work(error: Exception) -> None:
        with tracing.span(None, "work", {"size": 2}) as note:
            note("done", 1)
            ran.append(trace.get_current_span().get_span_context().is_valid)
            raise error

    error = ValueError("as it was")
    with pytest.raises(ValueError, match="as it was") as raised:
        work(error)
    assert raised.value is error
    assert ran == [False]


def test_metrics_and_request_timings_arrive(collector: Collector) -> None:
    """The meters and the timings that are kept beside them leave in one export, at the latest when the process ends."""
    requests = RequestMetrics()
    requests.observe("rest", "getThing", "200", 0.003)
    requests.observe("rest", "getThing", "200", 20.0)
    settings = TelemetrySettings(otlp_endpoint=collector.endpoint)
    telemetry = Telemetry(RESOURCE, [metric_reader(settings, requests)])
    telemetry.counter("countermark.things", "{thing}", "Things.", lambda: [({"kind": "odd"}, 3)])
    telemetry.histogram("countermark.tick.size", "{decision}", "Sizes.")(8)
    telemetry.close()
    (things,) = collector.metrics["countermark.things"].sum.data_points
    assert (things.as_int, collector.metrics["countermark.things"].sum.is_monotonic) == (3, True)
    (timing,) = collector.metrics["countermark.request.duration"].histogram.data_points
    assert (timing.count, timing.sum) == (2, 20.003)
    assert list(timing.bucket_counts) == [0, 0, 1, *[0] * 10, 1]
    assert list(timing.explicit_bounds) == list(RequestMetrics.bounds_s)
    assert len(collector.metrics["countermark.tick.size"].histogram.data_points) == 1
