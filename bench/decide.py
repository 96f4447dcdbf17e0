"""Explained, ruled, ledgered decisions against bare predictions of the same model, interleaved in one run.

Each server has processor 0 to itself; the client, and for ours PostgreSQL and the worker as well, share processor 1.
Rounds go ours, FastAPI, MLServer, ours, …; what is compared is the median of each round's ratio. MLServer runs twice: as
`mlserver start` runs it, with its settings untouched, and cut down to one process without logs, for information.
"""

import argparse
import contextlib
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

import msgspec

from app.launch import environment, free_port, running
from bench import reference, sandbox
from bench.load import LoadPlan, LoadResult, post
from bench.load import run as run_load
from bench.processes import processes

IN_FLIGHT = 16
BODIES = 512
FASTAPI_RATIO_MIN, MLSERVER_RATIO_MIN, P99_MS_MAX = 3.0, 1.2, 10.0
_PEERS = pathlib.Path(__file__).parent / "peers"
_BENCH_PYTHON = pathlib.Path(__file__).parent.parent / ".venv-bench" / "bin" / "python"
_SERVER_CPU, _CLIENT_CPU = {0}, {1}
_CUT_DOWN: dict[str, object] = {"parallel_workers": 0, "debug": False, "use_structured_logging": True}


class Target(msgspec.Struct, frozen=True):
    """One server under load. pids: whose CPU time is counted as the server's."""

    name: str
    port: int
    requests: list[bytes]
    pids: list[int]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, _CLIENT_CPU)
    with tempfile.TemporaryDirectory(prefix="cmk-decide-") as name, contextlib.ExitStack() as stack:
        folder = pathlib.Path(name)
        folder.chmod(0o711)
        print("training the model of reference ...", flush=True)
        reference.write(folder)
        ours = stack.enter_context(_ours(folder))
        targets = [
            *ours,
            stack.enter_context(_fastapi(folder)),
            stack.enter_context(_mlserver(folder, "as started", {})),
            stack.enter_context(_mlserver(folder, "cut down", _CUT_DOWN)),
        ]
        for target in targets:
            _load(target, 1.0)
        return _report(targets, arguments.rounds, arguments.seconds)


def _report(targets: list[Target], rounds: int, seconds: float) -> int:
    found: dict[str, list[LoadResult]] = {target.name: [] for target in targets}
    cpu_us: dict[str, list[float]] = {target.name: [] for target in targets}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} ...", flush=True)
        for target in targets:
            before = _cpu_s(target.pids)
            result = _load(target, seconds)
            cpu_us[target.name].append((_cpu_s(target.pids) - before) * 1e6 / result.answered)
            found[target.name].append(result)
    print(f"\n{IN_FLIGHT} in flight, {rounds} rounds of {seconds:g} s; medians (least to most)")
    print(f"{'':34}{'requests/s':>22}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs/request':>17}")
    for target in targets:
        results = found[target.name]
        rates = [result.requests_s for result in results]
        spread = f"{statistics.median(rates):,.0f} ({min(rates):,.0f}-{max(rates):,.0f})"
        p50 = statistics.median(result.p50_us for result in results) / 1e3
        p99 = statistics.median(result.p99_us for result in results) / 1e3
        print(
            f"{target.name:34}{spread:>22}{p50:9.2f}{p99:9.2f}{statistics.median(cpu_us[target.name]):17.0f}"
        )
    return _verdict(targets, found)


def _verdict(targets: list[Target], found: dict[str, list[LoadResult]]) -> int:
    ours, facts, fastapi, mlserver, cut_down = (found[target.name] for target in targets)
    good = True
    for name, results, peer, against, least in (
        ("the same model, same inputs", ours, fastapi, "FastAPI", FASTAPI_RATIO_MIN),
        ("the same model, same inputs", ours, mlserver, "MLServer as started", MLSERVER_RATIO_MIN),
        ("the same model, same inputs", ours, cut_down, "MLServer cut down", 0.0),
        ("a payment, with its running state", facts, fastapi, "FastAPI", 0.0),
        ("a payment, with its running state", facts, mlserver, "MLServer as started", 0.0),
    ):
        ratios = sorted(a.requests_s / b.requests_s for a, b in zip(results, peer, strict=True))
        ratio = statistics.median(ratios)
        need = f"at least {least:g}" if least else "for information"
        print(f"{name}: {ratio:.2f} × {against} ({ratios[0]:.2f}-{ratios[-1]:.2f}), {need}")
        good &= ratio >= least
    half = statistics.median(result.requests_s for result in ours) / 2
    calm = [_load(targets[0], 6.0, rate=half) for _ in range(3)]
    p99_ms = statistics.median(result.p99_us for result in calm) / 1e3
    p50_ms = statistics.median(result.p50_us for result in calm) / 1e3
    print(
        f"at half that load ({half:,.0f}/s): p50 {p50_ms:.2f} ms, p99 {p99_ms:.2f} ms, at most {P99_MS_MAX:g}"
    )
    return 0 if good and p99_ms <= P99_MS_MAX else 1


def _load(target: Target, seconds: float, *, rate: float | None = None) -> LoadResult:
    result = run_load(
        LoadPlan(
            host="127.0.0.1", port=target.port, requests=target.requests,
            connections=IN_FLIGHT, duration_s=seconds, rate=rate,
        )
    )  # fmt: skip
    refused = {status: count for status, count in result.statuses.items() if status != 200}
    if refused:
        raise SystemExit(f"{target.name} refused requests: {refused} {result.first_error}")
    return result


@contextlib.contextmanager
def _ours(folder: pathlib.Path) -> Iterator[list[Target]]:
    with running(environment(folder / "data")) as service:
        tree = processes(service.pid)
        for name, pids in tree.items():
            for pid in pids:
                os.sched_setaffinity(pid, _SERVER_CPU if name == "server" else _CLIENT_CPU)
        key = sandbox.prepare(service, folder / "version")
        headers = [("Authorization", f"Bearer {key}")]
        own = [
            post("/api/v1/inference/credit-score", json.dumps(body).encode(), headers)
            for body in sandbox.column_questions(BODIES)
        ]
        facts = [
            post("/api/v1/inference/transaction-anomaly", body, headers)
            for body in sandbox.payment_questions(BODIES * 40)
        ]
        yield [
            Target("Countermark, 30 columns", service.rest_port, own, tree["server"]),
            Target("Countermark, payment and state", service.rest_port, facts, tree["server"]),
        ]


@contextlib.contextmanager
def _fastapi(folder: pathlib.Path) -> Iterator[Target]:
    port = free_port()
    command = [
        str(_BENCH_PYTHON), "-m", "uvicorn", "fastapi_app:app", "--app-dir", str(_PEERS),
        "--port", str(port), "--log-level", "warning", "--no-access-log",
    ]  # fmt: skip
    requests = [
        post("/predict", json.dumps(body["inputs"]).encode()) for body in sandbox.column_questions(BODIES)
    ]
    with _peer(command, {"BENCH_MODEL_DIR": str(folder)}, folder / "fastapi.log") as pid:
        _wait(lambda: run_once(port, requests[0]), "FastAPI")
        yield Target("FastAPI + joblib + LightGBM", port, requests, [pid])


@contextlib.contextmanager
def _mlserver(folder: pathlib.Path, form: str, settings: dict[str, object]) -> Iterator[Target]:
    port, models = free_port(), folder / f"mlserver {form}"
    models.mkdir()
    (models / "settings.json").write_text(
        json.dumps(
            {
                "host": "127.0.0.1", "http_port": port, "grpc_port": free_port(), "metrics_port": free_port(),
                **settings,
            }
        )
    )  # fmt: skip
    (models / "model-settings.json").write_text(
        json.dumps(
            {
                "name": "reference", "implementation": "runtime.OnnxRuntimeModel",
                "parameters": {"uri": str(folder / "score.onnx")},
            }
        )
    )  # fmt: skip
    command = [str(_BENCH_PYTHON.parent / "mlserver"), "start", str(models)]
    requests = [
        post(
            "/v2/models/reference/infer",
            json.dumps(
                {
                    "inputs": [
                        {"name": "features", "shape": [1, reference.FEATURES], "datatype": "FP32",
                         "data": list(body["inputs"].values())}
                    ]
                }
            ).encode(),
        )
        for body in sandbox.column_questions(BODIES)
    ]  # fmt: skip
    with _peer(command, {"PYTHONPATH": str(_PEERS / "mlserver")}, folder / f"mlserver {form}.log") as pid:
        _wait(lambda: run_once(port, requests[0]), "MLServer")
        yield Target(f"MLServer {form}", port, requests, _tree(pid))


@contextlib.contextmanager
def _peer(command: list[str], variables: dict[str, str], log: pathlib.Path) -> Iterator[int]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **variables}, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    os.sched_setaffinity(process.pid, _SERVER_CPU)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _tree(pid: int) -> list[int]:
    """A process and all below it."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _tree(int(child)))]


def run_once(port: int, request: bytes) -> bool:
    try:
        plan = LoadPlan(host="127.0.0.1", port=port, requests=[request], connections=1, duration_s=0.05)
        return set(run_load(plan).statuses) == {200}
    except (OSError, ExceptionGroup, statistics.StatisticsError):
        return False


def _wait(ready: Callable[[], bool], name: str) -> None:
    deadline = time.monotonic() + 60
    while not ready():
        if time.monotonic() > deadline:
            raise SystemExit(f"{name} did not start")
        time.sleep(0.2)


def _cpu_s(pids: list[int]) -> float:
    ticks = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    if not _BENCH_PYTHON.exists():
        sys.exit("The peers are not installed: make setup-bench")
    raise SystemExit(main())
