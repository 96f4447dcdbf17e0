"""Whether the process lives, whether it can serve, and its metrics. Public, and outside the versioned API."""

import msgspec

from api.metrics import RequestMetrics
from api.rest.operations import Answer, get
from api.services import Readiness, Telemetry
from core.errors import ErrorKind, FieldError, PlatformError

_EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


class HealthStatus(msgspec.Struct, frozen=True):
    status: str


class ReadyStatus(msgspec.Struct, frozen=True):
    """runtimes: of models, and whether each is to be had; without one its decisions are degraded ones."""

    status: str
    runtimes: dict[str, str]


class NotReady(PlatformError):
    kind = ErrorKind.UNAVAILABLE
    code = "not_ready"
    fix = "Wait until the named parts are back; requests that need them are refused meanwhile."


@get(
    "/health/live",
    operation_id="getLiveness",
    summary="Is the process alive",
    tag="health",
    public=True,
    root=True,
)
async def get_liveness() -> HealthStatus:
    """Answers as long as the event loop turns. Restart the process when it does not."""
    return HealthStatus(status="live")


@get(
    "/health/ready", operation_id="getReadiness", summary="Can it serve", tag="health", public=True, root=True
)
async def get_readiness(readiness: Readiness) -> ReadyStatus:
    """Answers 503, naming the parts that are missing, while requests should go to another process.

    A model server that is gone is no such part: decisions are made without it, and say so.
    """
    wrong = await readiness.check()
    if wrong:
        parts = [
            FieldError(part, reason, "Nothing to change in the request.") for part, reason in wrong.items()
        ]
        raise NotReady("This process cannot serve yet.", fields=parts, retry_after_s=1)
    return ReadyStatus(status="ready", runtimes=dict(await readiness.runtimes()))


@get(
    "/metrics",
    operation_id="getMetrics",
    summary="Metrics for Prometheus",
    tag="health",
    public=True,
    root=True,
    documented=False,
    media_type="text/plain",
)
async def get_metrics(telemetry: Telemetry, metrics: RequestMetrics) -> Answer[bytes]:
    return Answer(body=telemetry.prometheus() + metrics.prometheus(), headers={"content-type": _EXPOSITION})


HANDLERS = [get_liveness, get_readiness, get_metrics]
