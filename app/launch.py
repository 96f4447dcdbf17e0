"""The whole service as a child process: for the demo, the benchmarks and the tests that need the real thing."""

import contextlib
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping

import msgspec

from app.settings import PREFIX, inherited_environment
from core.errors import ErrorKind, PlatformError

_ROOT = pathlib.Path(__file__).parent.parent
_POLL_S = 0.02
_STOP_S = 30.0
START_S = 180.0
"""For a start on a busy machine, the database's first one included; it bounds a hang."""


class ServiceDidNotStart(PlatformError):
    kind = ErrorKind.UNAVAILABLE
    code = "service_did_not_start"
    fix = "Read the log that the message names."


class RunningService(msgspec.Struct, frozen=True, kw_only=True):
    """A service that answers. pid: of its supervisor. log: where its processes write."""

    pid: int
    rest_url: str
    rest_port: int
    grpc_address: str
    data_dir: pathlib.Path
    log: pathlib.Path
    started_in_s: float


def environment(
    data_dir: pathlib.Path, *, rest_port: int = 0, grpc_port: int = 0, extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Make the environment of a service with its own data folder; port 0 takes a free one."""
    inherited = {
        name: value for name, value in inherited_environment().items() if not name.startswith(PREFIX)
    }
    own = {
        f"{PREFIX}DATA_DIR": str(data_dir),
        f"{PREFIX}REST_PORT": str(rest_port or free_port()),
        f"{PREFIX}GRPC_PORT": str(grpc_port or free_port()),
    }
    return inherited | own | dict(extra or {})


@contextlib.contextmanager
def running(variables: Mapping[str, str], *, timeout_s: float = START_S) -> Iterator[RunningService]:
    """Run `countermark serve` until the block ends. Raises: ServiceDidNotStart."""
    data_dir = pathlib.Path(variables[f"{PREFIX}DATA_DIR"])
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)
    log = data_dir / "service.log"
    started = time.monotonic()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli.main", "serve"],
            cwd=_ROOT, env=dict(variables), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        rest_port = int(variables[f"{PREFIX}REST_PORT"])
        wait_until_ready(process, rest_port, log, timeout_s)
        yield RunningService(
            pid=process.pid,
            rest_url=f"http://127.0.0.1:{rest_port}",
            rest_port=rest_port,
            grpc_address=f"127.0.0.1:{variables[f'{PREFIX}GRPC_PORT']}",
            data_dir=data_dir,
            log=log,
            started_in_s=time.monotonic() - started,
        )
    finally:
        stop(process)


def wait_until_ready(
    process: "subprocess.Popen[bytes]", rest_port: int, log: pathlib.Path, timeout_s: float
) -> None:
    """Poll `/health/ready` until it says yes. Raises: ServiceDidNotStart."""
    deadline = time.monotonic() + timeout_s
    while not is_ready(rest_port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServiceDidNotStart(f"The service did not become ready; see {log}.")
        time.sleep(_POLL_S)


def is_ready(rest_port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{rest_port}/health/ready", timeout=1) as answer:
            return int(answer.status) == 200
    except (OSError, urllib.error.URLError):
        return False


def stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
