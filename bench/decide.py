"""Explained, ruled, ledgered decisions against bare predictions of the same model, interleaved in one run.

Each server has processor 0 to itself; the client, and for ours PostgreSQL and the worker as well, share processor 1.
Rounds go ours, FastAPI, MLServer, ours, …; what is compared is the median of each round's ratio. The peers run twice: as
`uvicorn fastapi_app:app` and `mlserver start` run them, with their settings untouched, and cut down, FastAPI to no logs and
MLServer to one process without logs, for information.
"""

import argparse
import contextlib
import json
import os
import pathlib
import statistics
import sys
from collections.abc import Iterator

from app.launch import environment, free_port, running
from app.scratch import scratch
from bench import reference, sandbox
from bench.load import LoadResult, post
from bench.processes import processes
from bench.targets import CLIENT_CPU, PEER_PYTHON, PEERS, SERVER_CPU, Target, answers, cpu_s, load, peer, wait

IN_FLIGHT = 16
BODIES = 512
FASTAPI_RATIO_MIN, MLSERVER_RATIO_MIN, P99_MS_MAX = 3.0, 1.2, 10.0
_WITHOUT_LOGS = ["--log-level", "warning", "--no-access-log"]
_CUT_DOWN: dict[str, object] = {"parallel_workers": 0, "debug": False, "use_structured_logging": True}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, CLIENT_CPU)
    with scratch("decide") as folder, contextlib.ExitStack() as stack:
        print("training the model of reference ...", flush=True)
        reference.write(folder)
        ours = stack.enter_context(_ours(folder))
        targets = [
            *ours,
            stack.enter_context(_fastapi(folder, "as started", [])),
            stack.enter_context(_fastapi(folder, "without logs", _WITHOUT_LOGS)),
            stack.enter_context(_mlserver(folder, "as started", {})),
            stack.enter_context(_mlserver(folder, "cut down", _CUT_DOWN)),
        ]
        for target in targets:
            load(target, 1.0, IN_FLIGHT)
        return _report(targets, arguments.rounds, arguments.seconds)


def _report(targets: list[Target], rounds: int, seconds: float) -> int:
    found: dict[str, list[LoadResult]] = {target.name: [] for target in targets}
    cpu_us: dict[str, list[float]] = {target.name: [] for target in targets}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} ...", flush=True)
        for target in targets:
            before = cpu_s(target.pids)
            result = load(target, seconds, IN_FLIGHT)
            cpu_us[target.name].append((cpu_s(target.pids) - before) * 1e6 / result.answered)
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
    ours, facts, fastapi, quiet, mlserver, cut_down = (found[target.name] for target in targets)
    good = True
    for name, results, theirs, against, least in (
        ("the same model, same inputs", ours, fastapi, "FastAPI as started", FASTAPI_RATIO_MIN),
        ("the same model, same inputs", ours, quiet, "FastAPI without logs", 0.0),
        ("the same model, same inputs", ours, mlserver, "MLServer as started", MLSERVER_RATIO_MIN),
        ("the same model, same inputs", ours, cut_down, "MLServer cut down", 0.0),
        ("a payment, with its running state", facts, fastapi, "FastAPI as started", 0.0),
        ("a payment, with its running state", facts, mlserver, "MLServer as started", 0.0),
    ):
        ratios = sorted(a.requests_s / b.requests_s for a, b in zip(results, theirs, strict=True))
        ratio = statistics.median(ratios)
        need = f"at least {least:g}" if least else "for information"
        print(f"{name}: {ratio:.2f} × {against} ({ratios[0]:.2f}-{ratios[-1]:.2f}), {need}")
        good &= ratio >= least
    half = statistics.median(result.requests_s for result in ours) / 2
    calm = [load(targets[0], 6.0, IN_FLIGHT, rate=half) for _ in range(3)]
    p99_ms = statistics.median(result.p99_us for result in calm) / 1e3
    p50_ms = statistics.median(result.p50_us for result in calm) / 1e3
    print(
        f"at half that load ({half:,.0f}/s): p50 {p50_ms:.2f} ms, p99 {p99_ms:.2f} ms, at most {P99_MS_MAX:g}"
    )
    return 0 if good and p99_ms <= P99_MS_MAX else 1


@contextlib.contextmanager
def _ours(folder: pathlib.Path) -> Iterator[list[Target]]:
    with running(environment(folder / "data")) as service:
        tree = processes(service.pid)
        for name, pids in tree.items():
            for pid in pids:
                os.sched_setaffinity(pid, SERVER_CPU if name == "server" else CLIENT_CPU)
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
def _fastapi(folder: pathlib.Path, form: str, options: list[str]) -> Iterator[Target]:
    port = free_port()
    command = [
        str(PEER_PYTHON), "-m", "uvicorn", "fastapi_app:app", "--app-dir", str(PEERS), "--port", str(port), *options,
    ]  # fmt: skip
    requests = [
        post("/predict", json.dumps(body["inputs"]).encode()) for body in sandbox.column_questions(BODIES)
    ]
    log = folder / f"fastapi {form}.log"
    with peer(command, {"BENCH_MODEL_DIR": str(folder)}, log) as pid:
        wait(lambda: answers(port, requests[0]), "FastAPI", log)
        yield Target(f"FastAPI + LightGBM {form}", port, requests, [pid])


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
    command = [str(PEER_PYTHON.parent / "mlserver"), "start", str(models)]
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
    log = folder / f"mlserver {form}.log"
    with peer(command, {"PYTHONPATH": str(PEERS / "mlserver")}, log) as pid:
        wait(lambda: answers(port, requests[0]), "MLServer", log)
        yield Target(f"MLServer {form}", port, requests, [pid])


if __name__ == "__main__":
    if not PEER_PYTHON.exists():
        sys.exit("The peers are not installed: make setup-bench")
    raise SystemExit(main())
