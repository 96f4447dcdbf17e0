"""The service as it runs on this machine: the server's answers, the worker's process, and what its loops have done lately."""

import asyncio
import pathlib

import grpc
import httpx
import msgspec
from grpc_health.v1 import health_pb2

from app.doctor.findings import Finding, failed, ok, skipped, warning
from app.settings import PREFIX, ServerSettings, Settings

_TIMEOUT_S = 5.0
_CHECK = "/grpc.health.v1.Health/Check"
_PROCESSES = pathlib.Path("/proc")
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  they are compared
_LOG = "Read what `countermark serve` writes to standard error: each process says why it ends."


class _Ready(msgspec.Struct):
    status: str
    runtimes: dict[str, str] = {}


class _Part(msgspec.Struct):
    field: str
    reason: str


class _NotReady(msgspec.Struct):
    errors: list[_Part] = []


def server(settings: ServerSettings) -> list[Finding]:
    """Ask both faces whether they live and can serve."""
    return [*_rest(settings), asyncio.run(_grpc(settings))]


def worker(settings: Settings) -> Finding:
    """Look for the process: it holds the supervisor's lock, and has no port to be asked at."""
    check, lock = "worker", settings.data_dir / "children.lock"
    try:
        wanted = (lock.stat().st_dev, lock.stat().st_ino)
        pids = [pid for pid in _pids() if _runs(pid, "app.worker") and _holds(pid, wanted)]
    except OSError as error:
        return skipped(check, f"processes of this machine cannot be looked at: {error.strerror}")
    if not pids and not _PROCESSES.is_dir():
        return skipped(check, "this system does not show its processes under /proc")
    if not pids:
        said = "the supervisor runs, and no worker of it"
        return failed(check, said, f"It is started again within seconds; where it does not stay: {_LOG}")
    return ok(check, f"runs as process {pids[0]}")


def base_url(settings: ServerSettings) -> str:
    host = _ANY.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.rest_port}"


def _rest(settings: ServerSettings) -> list[Finding]:
    with httpx.Client(base_url=base_url(settings), timeout=_TIMEOUT_S, trust_env=False) as client:
        try:
            live, ready = client.get("/health/live"), client.get("/health/ready")
        except httpx.HTTPError as error:
            said = f"the service is said to run, and does not answer: {type(error).__name__}"
            return [failed("server", said, f"Wait some seconds and ask again. {_LOG}")]
    if live.status_code != 200:
        said = f"{PREFIX}REST_PORT answers {live.status_code} where a server says that it lives"
        return [failed("server", said, "See what listens there: ss -ltnp")]
    if ready.status_code != 200:
        return [failed("server", f"lives, and is not ready: {_missing(ready.content)}", _LOG)]
    found = [ok("server", f"ready at {base_url(settings)}")]
    return found + _runtimes(ready.content)


def _runtimes(answer: bytes) -> list[Finding]:
    try:
        runtimes = msgspec.json.decode(answer, type=_Ready).runtimes
    except msgspec.DecodeError:
        return []
    fix = (
        "See the model server's own log; until it is back, decisions are made without it and say `degraded`."
    )
    return [
        warning("runtimes of models", f"{name} is {state}", fix)
        for name, state in runtimes.items()
        if state != "ready"
    ]


def _missing(answer: bytes) -> str:
    try:
        parts = msgspec.json.decode(answer, type=_NotReady).errors
    except msgspec.DecodeError:
        return "it does not say why"
    return ", ".join(f"{part.field} ({part.reason})" for part in parts)


async def _grpc(settings: ServerSettings) -> Finding:
    host = _ANY.get(settings.host, settings.host)
    address = f"{f'[{host}]' if ':' in host else host}:{settings.grpc_port}"
    async with grpc.aio.insecure_channel(address) as channel:
        try:
            check = channel.unary_unary(
                _CHECK,
                request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
                response_deserializer=health_pb2.HealthCheckResponse.FromString,
            )
            answer = await check(health_pb2.HealthCheckRequest(), timeout=_TIMEOUT_S)
        except grpc.aio.AioRpcError as error:
            said = f"{address} does not answer: {error.code().name.lower()}"
            return failed("gRPC", said, f"Wait some seconds and ask again. {_LOG}")
    if answer.status != health_pb2.HealthCheckResponse.SERVING:
        return failed("gRPC", f"{address} lives, and is not serving", _LOG)
    return ok("gRPC", f"serving at {address}")


def _pids() -> list[int]:
    return (
        [int(entry.name) for entry in _PROCESSES.iterdir() if entry.name.isdigit()]
        if _PROCESSES.is_dir()
        else []
    )


def _runs(pid: int, module: str) -> bool:
    try:
        return module.encode() in (_PROCESSES / str(pid) / "cmdline").read_bytes().split(b"\0")
    except OSError:  # it ended, or is somebody else's
        return False


def _holds(pid: int, wanted: tuple[int, int]) -> bool:
    """Raises: OSError, where another user's process may not be looked into."""
    folder = _PROCESSES / str(pid) / "fd"
    for descriptor in folder.iterdir():
        try:
            found = descriptor.stat()
        except FileNotFoundError:
            continue
        if (found.st_dev, found.st_ino) == wanted:
            return True
    return False
