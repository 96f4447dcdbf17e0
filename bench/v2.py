"""Bare `/v2` predictions of one model against model servers, interleaved in one run, over REST and over gRPC.

Each server has processor 0 to itself; the client, and for ours PostgreSQL and the worker as well, share processor 1.
Rounds go ours, MLServer, BentoML, LitServe, ours, …; what is compared is the median of each round's ratio.

Every server runs the same ONNX graph with ONNX Runtime on one thread, on the same rows. The peers run as their
documentation starts them. MLServer is also run in its tuned form (no worker process, no debug, as `bench.decide` has
it), for information. Ours checks the credential, the rate limit and the quota of each request, and counts it.
"""

import argparse
import contextlib
import json
import os
import pathlib
import statistics
import sys
from collections.abc import Iterator, Mapping

import msgspec
import numpy as np

from api.rpc.stubs.inference import open_inference_pb2 as pb
from app.launch import environment, free_port, running
from app.scratch import scratch
from bench import load_rpc, reference, sandbox
from bench.load import post
from bench.load_rpc import RpcPlan
from bench.processes import processes
from bench.targets import CLIENT_CPU, PEER_PYTHON, PEERS, SERVER_CPU, Target, answers, cpu_s, load, peer, wait

IN_FLIGHT = 16
BODIES = 512
REST_RATIO_MIN, RPC_RATIO_MIN, RPC_BATCHED_RATIO_MIN = 4.0, 1.5, 2.0
_BENTOML = pathlib.Path(__file__).parent.parent / ".venv-bench-bentoml" / "bin" / "bentoml"
_TUNED = {"parallel_workers": 0, "debug": False, "use_structured_logging": True}


class RpcTarget(msgspec.Struct, frozen=True):
    """One gRPC server under load."""

    name: str
    port: int
    requests: list[bytes]
    metadata: tuple[tuple[str, str], ...]
    pids: list[int]


class Figure(msgspec.Struct, frozen=True):
    requests_s: float
    p50_us: float
    p99_us: float
    cpu_us: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--only", help="compare with peers whose name has this in it")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, CLIENT_CPU)
    with scratch("v2") as folder, contextlib.ExitStack() as stack:
        print("training the model of reference ...", flush=True)
        reference.write(folder)
        rest, rpc = stack.enter_context(_ours(folder))
        for form, settings in (("as documented", {}), ("tuned", _TUNED)):
            if _chosen(arguments.only, "MLServer"):
                over_rest, over_rpc = stack.enter_context(_mlserver(folder, form, settings))
                rest.append(over_rest)
                rpc.append(over_rpc)
        if _chosen(arguments.only, "BentoML"):
            rest.append(stack.enter_context(_bentoml(folder)))
        if _chosen(arguments.only, "LitServe"):
            rest.append(stack.enter_context(_litserve(folder)))
        figures = _measure(rest, rpc, arguments.rounds, arguments.seconds)
    return _report(figures, arguments.rounds, arguments.seconds)


def _chosen(only: str | None, name: str) -> bool:
    return only is None or only.lower() in name.lower()


def _measure(
    rest: list[Target], rpc: list[RpcTarget], rounds: int, seconds: float
) -> dict[str, list[Figure]]:
    figures: dict[str, list[Figure]] = {}
    for target in rest:
        load(target, 1.0, IN_FLIGHT)
    for each in rpc:
        load_rpc.run(_plan(each, 1.0))
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} ...", flush=True)
        for target in rest:
            before = cpu_s(target.pids)
            found = load(target, seconds, IN_FLIGHT)
            used = (cpu_s(target.pids) - before) * 1e6 / found.answered
            figures.setdefault(target.name, []).append(
                Figure(found.requests_s, found.p50_us, found.p99_us, used)
            )
        for each in rpc:
            before = cpu_s(each.pids)
            answered = load_rpc.run(_plan(each, seconds))
            used = (cpu_s(each.pids) - before) * 1e6 / answered.answered
            figures.setdefault(each.name, []).append(
                Figure(answered.requests_s, answered.p50_us, answered.p99_us, used)
            )
    return figures


def _plan(target: RpcTarget, seconds: float) -> RpcPlan:
    return RpcPlan(
        port=target.port, requests=target.requests, metadata=target.metadata,
        in_flight=IN_FLIGHT, duration_s=seconds,
    )  # fmt: skip


def _report(figures: Mapping[str, list[Figure]], rounds: int, seconds: float) -> int:
    print(f"\n{IN_FLIGHT} in flight, {rounds} rounds of {seconds:g} s; medians (least to most)")
    print(f"{'':40}{'requests/s':>24}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs/request':>17}")
    for name, found in figures.items():
        rates = [each.requests_s for each in found]
        spread = f"{statistics.median(rates):,.0f} ({min(rates):,.0f}-{max(rates):,.0f})"
        p50, p99, used = (
            statistics.median(getattr(each, field) for each in found)
            for field in ("p50_us", "p99_us", "cpu_us")
        )
        print(f"{name:40}{spread:>24}{p50 / 1e3:9.2f}{p99 / 1e3:9.2f}{used:17.0f}")
    print()
    good = True
    for ours, theirs, least in (
        ("Countermark REST", "MLServer REST, as documented", REST_RATIO_MIN),
        ("Countermark REST", "BentoML", REST_RATIO_MIN),
        ("Countermark REST", "LitServe", REST_RATIO_MIN),
        ("Countermark REST", "MLServer REST, tuned", 0.0),
        ("Countermark REST, binary tensors", "MLServer REST, as documented", 0.0),
        ("Countermark gRPC", "MLServer gRPC, as documented", RPC_BATCHED_RATIO_MIN),
        ("Countermark gRPC", "MLServer gRPC, tuned", 0.0),
    ):
        if theirs not in figures:
            continue
        ratios = sorted(
            a.requests_s / b.requests_s for a, b in zip(figures[ours], figures[theirs], strict=True)
        )
        ratio = statistics.median(ratios)
        need = f"at least {least:g}" if least else "for information"
        print(f"{ours}: {ratio:.2f} × {theirs} ({ratios[0]:.2f}-{ratios[-1]:.2f}), {need}")
        good &= ratio >= least
    print(
        "Same-tick micro-batching is how ours always runs, so the greater of the two gRPC figures is the one asked for."
    )
    return 0 if good else 1


def _rows() -> list[list[float]]:
    return [list(body["inputs"].values()) for body in sandbox.column_questions(BODIES)]


def _json_bodies() -> list[bytes]:
    return [
        json.dumps(
            {
                "inputs": [
                    {"name": "features", "shape": [1, reference.FEATURES], "datatype": "FP32", "data": row}
                ]
            }
        ).encode()
        for row in _rows()
    ]


def _binary_requests(path: str, headers: list[tuple[str, str]]) -> list[bytes]:
    shape = [1, reference.FEATURES]
    head = json.dumps(
        {
            "inputs": [
                {
                    "name": "features",
                    "shape": shape,
                    "datatype": "FP32",
                    "parameters": {"binary_data_size": 4 * shape[1]},
                }
            ],
            "parameters": {"binary_data_output": True},
        }
    ).encode()
    told = [*headers, ("Inference-Header-Content-Length", str(len(head)))]
    return [post(path, head + np.array(row, "<f4").tobytes(), told) for row in _rows()]


def _messages(model: str) -> list[bytes]:
    found = []
    for row in _rows():
        request = pb.ModelInferRequest(model_name=model)
        request.inputs.add(name="features", datatype="FP32", shape=[1, reference.FEATURES])
        request.raw_input_contents.append(np.array(row, "<f4").tobytes())
        found.append(request.SerializeToString())
    return found


@contextlib.contextmanager
def _ours(folder: pathlib.Path) -> Iterator[tuple[list[Target], list[RpcTarget]]]:
    with running(environment(folder / "data")) as service:
        tree = processes(service.pid)
        for name, pids in tree.items():
            for pid in pids:
                os.sched_setaffinity(pid, SERVER_CPU if name == "server" else CLIENT_CPU)
        key = sandbox.prepare(service, folder / "version")
        path, headers = "/v2/models/credit-score/infer", [("Authorization", f"Bearer {key}")]
        rest = [
            Target("Countermark REST", service.rest_port, [post(path, body, headers) for body in _json_bodies()], tree["server"]),
            Target("Countermark REST, binary tensors", service.rest_port, _binary_requests(path, headers), tree["server"]),
        ]  # fmt: skip
        port = int(service.grpc_address.rpartition(":")[2])
        metadata = (("authorization", f"Bearer {key}"),)
        yield rest, [RpcTarget("Countermark gRPC", port, _messages("credit-score"), metadata, tree["server"])]


@contextlib.contextmanager
def _mlserver(
    folder: pathlib.Path, form: str, settings: Mapping[str, object]
) -> Iterator[tuple[Target, RpcTarget]]:
    http, grpc, models = free_port(), free_port(), folder / f"mlserver-{form.replace(' ', '-')}"
    models.mkdir()
    ports = {"host": "127.0.0.1", "http_port": http, "grpc_port": grpc, "metrics_port": free_port()}
    (models / "settings.json").write_text(json.dumps({**ports, **settings}))
    model = {
        "name": "reference", "implementation": "runtime.OnnxRuntimeModel",
        "parameters": {"uri": str(folder / "score.onnx")},
    }  # fmt: skip
    (models / "model-settings.json").write_text(json.dumps(model))
    requests = [post("/v2/models/reference/infer", body) for body in _json_bodies()]
    command, log = [str(PEER_PYTHON.parent / "mlserver"), "start", str(models)], models.with_suffix(".log")
    with peer(command, {"PYTHONPATH": str(PEERS / "mlserver")}, log) as pid:
        wait(lambda: answers(http, requests[0]), "MLServer", log)
        yield (
            Target(f"MLServer REST, {form}", http, requests, [pid]),
            RpcTarget(f"MLServer gRPC, {form}", grpc, _messages("reference"), (), [pid]),
        )


@contextlib.contextmanager
def _bentoml(folder: pathlib.Path) -> Iterator[Target]:
    port, log = free_port(), folder / "bentoml.log"
    command = [str(_BENTOML), "serve", "service:Scores", "--working-dir", str(PEERS / "bentoml"),
               "--host", "127.0.0.1", "--port", str(port)]  # fmt: skip
    requests = [post("/predict", json.dumps({"features": [row]}).encode()) for row in _rows()]
    variables = {
        "BENCH_MODEL_DIR": str(folder), "BENTOML_HOME": str(folder / "bentoml"), "BENTOML_DO_NOT_TRACK": "True",
    }  # fmt: skip
    with peer(command, variables, log) as pid:
        wait(lambda: answers(port, requests[0]), "BentoML", log)
        yield Target("BentoML", port, requests, [pid])


@contextlib.contextmanager
def _litserve(folder: pathlib.Path) -> Iterator[Target]:
    port, log = free_port(), folder / "litserve.log"
    requests = [post("/predict", json.dumps({"features": [row]}).encode()) for row in _rows()]
    variables = {"BENCH_MODEL_DIR": str(folder), "BENCH_PORT": str(port)}
    with peer([str(PEER_PYTHON), str(PEERS / "litserve_app.py")], variables, log) as pid:
        wait(lambda: answers(port, requests[0]), "LitServe", log)
        yield Target("LitServe", port, requests, [pid])


if __name__ == "__main__":
    if not (PEER_PYTHON.exists() and _BENTOML.exists()):
        sys.exit("The peers are not installed: make setup-bench")
    raise SystemExit(main())
