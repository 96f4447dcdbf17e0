"""A collector of OpenTelemetry on a loopback port: it keeps what it is sent, to be looked at."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from typing import TypeAlias

import grpc
import msgspec
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2 as metrics_pb
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2_grpc as metrics_grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as trace_pb
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc as trace_grpc
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.metrics.v1.metrics_pb2 import Metric

Value: TypeAlias = str | int | bool | float


class ReceivedSpan(msgspec.Struct, frozen=True, kw_only=True):
    """service: which process sent it. links: span ids. kind: as the protocol numbers it, 2 is a server's."""

    service: str
    name: str
    kind: int
    trace_id: str
    span_id: str
    parent_id: str
    links: list[str]
    attributes: dict[str, Value]
    failed: bool
    event_count: int


class Collector:
    """endpoint: what COUNTERMARK_OTLP_ENDPOINT is set to."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.spans: list[ReceivedSpan] = []
        self.metrics: dict[str, Metric] = {}
        self.raw: list[bytes] = []
        self._arrived = threading.Condition()

    def keep(self, raw: bytes, spans: list[ReceivedSpan]) -> None:
        with self._arrived:
            self.raw.append(raw)
            self.spans += spans
            self._arrived.notify_all()

    def wait_for(self, wanted: Callable[[ReceivedSpan], bool], timeout_s: float = 60.0) -> ReceivedSpan:
        """Return the first span that is wanted, waiting for it."""
        deadline = time.monotonic() + timeout_s
        with self._arrived:
            while True:
                found = next((span for span in self.spans if wanted(span)), None)
                if found is not None:
                    return found
                if not self._arrived.wait(deadline - time.monotonic()):
                    raise AssertionError(f"no such span among {sorted({span.name for span in self.spans})}")


class _Traces(trace_grpc.TraceServiceServicer):
    def __init__(self, collector: Collector) -> None:
        self._collector = collector

    def Export(  # noqa: N802  gRPC's name
        self, request: trace_pb.ExportTraceServiceRequest, context: grpc.ServicerContext
    ) -> trace_pb.ExportTraceServiceResponse:
        self._collector.keep(request.SerializeToString(), list(_spans(request)))
        return trace_pb.ExportTraceServiceResponse()


def _spans(request: trace_pb.ExportTraceServiceRequest) -> Iterator[ReceivedSpan]:
    for resource in request.resource_spans:
        service = str(_attributes(resource.resource.attributes)["service.name"])
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield ReceivedSpan(
                    service=service,
                    name=span.name,
                    kind=span.kind,
                    trace_id=span.trace_id.hex(),
                    span_id=span.span_id.hex(),
                    parent_id=span.parent_span_id.hex(),
                    links=[link.span_id.hex() for link in span.links],
                    attributes=_attributes(span.attributes),
                    failed=span.status.code == span.status.STATUS_CODE_ERROR,
                    event_count=len(span.events),
                )


def _attributes(pairs: Sequence[KeyValue]) -> dict[str, Value]:
    return {pair.key: getattr(pair.value, pair.value.WhichOneof("value") or "string_value") for pair in pairs}


class _Metrics(metrics_grpc.MetricsServiceServicer):
    def __init__(self, collector: Collector) -> None:
        self._collector = collector

    def Export(  # noqa: N802  gRPC's name
        self, request: metrics_pb.ExportMetricsServiceRequest, context: grpc.ServicerContext
    ) -> metrics_pb.ExportMetricsServiceResponse:
        self._collector.raw.append(request.SerializeToString())
        for resource in request.resource_metrics:
            for scope in resource.scope_metrics:
                self._collector.metrics |= {metric.name: metric for metric in scope.metrics}
        return metrics_pb.ExportMetricsServiceResponse()


@contextlib.contextmanager
def collecting() -> Iterator[Collector]:
    """Listen while the block runs."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    collector = Collector(f"http://127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}")
    trace_grpc.add_TraceServiceServicer_to_server(_Traces(collector), server)  # type: ignore[no-untyped-call]
    metrics_grpc.add_MetricsServiceServicer_to_server(_Metrics(collector), server)  # type: ignore[no-untyped-call]
    server.start()
    try:
        yield collector
    finally:
        server.stop(1).wait()
