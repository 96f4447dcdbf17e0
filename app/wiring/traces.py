"""The sending of traces and metrics, loaded only where there is a collector to send them to.

OpenTelemetry's exporters and what they need take 4 MB and 30 ms in the server and 8 MB in the worker, and most installations
set no endpoint; so the module is imported by its name, once, when a process starts.
"""

import contextlib
import importlib
from collections.abc import Iterator
from types import ModuleType

from app.version import VERSION
from core.telemetry_settings import TelemetrySettings
from core.tracing import Tracing


def resource(service: str) -> dict[str, str]:
    """Name the process as OpenTelemetry does."""
    return {"service.name": service, "service.namespace": "countermark", "service.version": VERSION}


def exporters(settings: TelemetrySettings) -> ModuleType | None:
    """Load `core.otlp`, if there is an endpoint."""
    return importlib.import_module("core.otlp") if settings.otlp_endpoint else None


@contextlib.contextmanager
def tracing(settings: TelemetrySettings, service: str) -> Iterator[Tracing | None]:
    """Trace the process while the block runs, and send what is left at its end."""
    otlp = exporters(settings)
    if otlp is None:
        yield None
        return
    traces = otlp.OtlpTracing(settings, resource(service))
    try:
        yield traces
    finally:
        traces.close()
