"""OpenTelemetry for the process: metrics that Prometheus scrapes, traces that leave only when OTLP is set.

Names follow the semantic conventions where they have one. Attributes are use case, outcome, operation and status; never
a tenant's name, an id of a person or a value of a payment.
"""

from opentelemetry import metrics, trace
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.view import ExplicitBucketHistogramAggregation, View
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest

from core.telemetry_settings import TelemetrySettings

_LATENCY_BOUNDS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Telemetry:
    """The process's providers. Built once by its entry point; `close` sends what is left."""

    def __init__(self, settings: TelemetrySettings, *, service: str, version: str) -> None:
        resource = Resource.create({"service.name": service, "service.version": version})
        self._registry = CollectorRegistry()
        self._meters = MeterProvider(
            resource=resource,
            metric_readers=[PrometheusMetricReader(registry=self._registry, disable_target_info=True)],
            views=[
                View(
                    instrument_name="*.duration",
                    aggregation=ExplicitBucketHistogramAggregation(_LATENCY_BOUNDS_S),
                )
            ],
        )
        metrics.set_meter_provider(self._meters)
        self._traces: TracerProvider | None = None
        if settings.otlp_endpoint:
            self._traces = TracerProvider(
                resource=resource, sampler=ParentBasedTraceIdRatio(settings.traces_share)
            )
            exporter = OTLPSpanExporter(
                endpoint=settings.otlp_endpoint, insecure=settings.otlp_endpoint.startswith("http://")
            )
            self._traces.add_span_processor(BatchSpanProcessor(exporter))
            trace.set_tracer_provider(self._traces)

    def prometheus(self) -> bytes:
        """Write every metric in the Prometheus text format."""
        return generate_latest(self._registry)

    def close(self) -> None:
        self._meters.shutdown()
        if self._traces is not None:
            self._traces.shutdown()
