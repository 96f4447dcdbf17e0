"""Servers under load: ours and the peers', each started with the server's processor to itself."""

import contextlib
import os
import pathlib
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence

import msgspec

from bench.load import LoadPlan, LoadResult
from bench.load import run as run_load

SERVER_CPU, CLIENT_CPU = {0}, {1}
PEERS = pathlib.Path(__file__).parent / "peers"
PEER_PYTHON = pathlib.Path(__file__).parent.parent / ".venv-bench" / "bin" / "python"


class Target(msgspec.Struct, frozen=True):
    """One server under load. pids: whose CPU time, with that of their children, is counted as the server's."""

    name: str
    port: int
    requests: list[bytes]
    pids: list[int]


def load(target: Target, seconds: float, in_flight: int, *, rate: float | None = None) -> LoadResult:
    """Send a target its requests over HTTP/1.1; a refusal ends the benchmark."""
    result = run_load(
        LoadPlan(
            host="127.0.0.1", port=target.port, requests=target.requests,
            connections=in_flight, duration_s=seconds, rate=rate,
        )
    )  # fmt: skip
    refused = {status: count for status, count in result.statuses.items() if status != 200}
    if refused:
        raise SystemExit(f"{target.name} refused requests: {refused} {result.first_error}")
    return result


@contextlib.contextmanager
def peer(command: Sequence[str], variables: dict[str, str], log: pathlib.Path) -> Iterator[int]:
    """Run a peer's server, and end it and all that it started. Yields: its process id."""
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, SERVER_CPU)  # inherited by whatever it starts
    try:
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, env={**os.environ, **variables}, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip
    finally:
        os.sched_setaffinity(0, mine)
    try:
        yield process.pid
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait(10)


def answers(port: int, request: bytes) -> bool:
    """Say whether a server answers a request with 200."""
    try:
        plan = LoadPlan(host="127.0.0.1", port=port, requests=[request], connections=1, duration_s=0.05)
        return set(run_load(plan).statuses) == {200}
    except (OSError, ExceptionGroup, statistics.StatisticsError):
        return False


def wait(ready: Callable[[], bool], name: str, log: pathlib.Path | None = None) -> None:
    deadline = time.monotonic() + 60
    while not ready():
        if time.monotonic() > deadline:
            told = "" if log is None else f"\n{log.read_text()[-2_000:]}"
            raise SystemExit(f"{name} did not start{told}")
        time.sleep(0.2)


def cpu_s(pids: Sequence[int]) -> float:
    """CPU time of processes and of those that they started, so far."""
    ticks = 0
    for pid in _with_children(pids):
        with contextlib.suppress(OSError):
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _with_children(pids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    waiting = list(pids)
    while waiting:
        pid = waiting.pop()
        if pid in found:
            continue
        found.add(pid)
        with contextlib.suppress(OSError):
            for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
    return found
