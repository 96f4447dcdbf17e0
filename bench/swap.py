"""Hot swaps under steady load: what 20 deployments of versions that the server has never opened cost those who ask meanwhile.

The server has processor 0 to itself, everything else shares processor 1. Rounds go steady, swapping, steady, swapping …;
requests come at a fixed rate, half of what the server can do, and count from when they were due. In the swapping half of a
round four versions, each with bytes of its own, take over one after another; each is read, verified, opened and run first.
"""

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import statistics
import threading
import time
import urllib.request
from collections.abc import Iterator

import msgspec

from api.views.model_versions import fields_of
from app.launch import RunningService, environment, running
from app.scratch import scratch
from bench import reference, sandbox
from bench.load import LoadPlan, LoadResult, post
from bench.load import run as run_load
from bench.processes import processes
from inference import artefacts

SWAPS, ROUNDS = 20, 5
SECONDS = 6.0
IN_FLIGHT = 16
RATIO_MAX = 1.5
USE_CASE = "credit-score"
_SERVER_CPU, _CLIENT_CPU = {0}, {1}


class Api:
    """The calls that change something, each on a connection of its own: the load has the others."""

    def __init__(self, port: int, key: str) -> None:
        self._port = port
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def post(self, path: str, body: dict[str, str]) -> dict[str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        with contextlib.closing(connection):
            connection.request("POST", f"/api/v1{path}", json.dumps(body), self._headers)
            answer = connection.getresponse()
            raw = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{path} answered {answer.status}: {raw[:300]!r}")
        return msgspec.json.decode(raw, type=dict[str, object])  # type: ignore[return-value]

    def deploy(self, version_id: str) -> None:
        self.post("/deployments", {"use_case": USE_CASE, "version_id": version_id})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each half of a round")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, _CLIENT_CPU)
    with scratch("swap") as folder:
        print("training the model of reference ...", flush=True)
        reference.write(folder)
        with _service(folder) as service:
            key = sandbox.prepare(service, folder / "version")
            api = Api(service.rest_port, key)
            versions = [_upload(api, folder / "version", number) for number in range(SWAPS)]
            return _measure(service, api, key, versions, arguments.seconds)


def _measure(service: RunningService, api: Api, key: str, versions: list[str], seconds: float) -> int:
    headers = [("Authorization", f"Bearer {key}")]
    requests = [
        post(f"/api/v1/inference/{USE_CASE}", json.dumps(body).encode(), headers)
        for body in sandbox.column_questions(512)
    ]
    plan = LoadPlan(
        host="127.0.0.1", port=service.rest_port, requests=requests, connections=IN_FLIGHT, duration_s=2.0
    )
    run_load(plan)
    rate = run_load(plan).requests_s / 2
    plan = msgspec.structs.replace(plan, rate=rate, duration_s=seconds)
    steady: list[LoadResult] = []
    swapping: list[LoadResult] = []
    took_ms: list[float] = []
    for number in range(ROUNDS):
        print(f"round {number + 1} of {ROUNDS} ...", flush=True)
        steady.append(_load(plan))
        share = versions[number * SWAPS // ROUNDS : (number + 1) * SWAPS // ROUNDS]
        with _swaps(api, share, seconds, took_ms):
            swapping.append(_load(plan))
    return _report(rate, steady, swapping, took_ms, _metric(service))


def _report(
    rate: float, steady: list[LoadResult], swapping: list[LoadResult], took_ms: list[float], shown: str
) -> int:
    print(f"\n{rate:,.0f} requests/s, {ROUNDS} rounds; medians (least to most), ms")
    for name, results in (("steady", steady), ("swapping", swapping)):
        p99 = sorted(result.p99_us / 1e3 for result in results)
        p50 = statistics.median(result.p50_us for result in results) / 1e3
        worst = max(result.max_us for result in results) / 1e3
        print(
            f"{name:10} p50 {p50:6.2f}   p99 {statistics.median(p99):6.2f} ({p99[0]:.2f}-{p99[-1]:.2f})   worst {worst:.1f}"
        )
    print(
        f"a swap took {statistics.median(took_ms):.0f} ms ({min(took_ms):.0f}-{max(took_ms):.0f}), {len(took_ms)} swaps"
    )
    print(shown)
    answered = sum(result.answered for result in steady + swapping)
    failed = sum(
        count for result in steady + swapping for status, count in result.statuses.items() if status != 200
    )
    ratio = statistics.median(result.p99_us for result in swapping) / statistics.median(
        result.p99_us for result in steady
    )
    print(
        f"p99 while swapping: {ratio:.2f} × the steady p99, at most {RATIO_MAX:g}; {failed} errors in {answered:,}"
    )
    return 0 if ratio <= RATIO_MAX and not failed and len(took_ms) == SWAPS else 1


def _load(plan: LoadPlan) -> LoadResult:
    return run_load(plan)


@contextlib.contextmanager
def _swaps(api: Api, versions: list[str], seconds: float, took_ms: list[float]) -> Iterator[None]:
    """Deploy versions one after another, evenly over the load that runs meanwhile."""

    def swap() -> None:
        for version_id in versions:
            time.sleep(seconds / (len(versions) + 1))
            began = time.perf_counter()
            api.deploy(version_id)
            took_ms.append((time.perf_counter() - began) * 1e3)

    thread = threading.Thread(target=swap)
    thread.start()
    yield
    thread.join()


def _upload(api: Api, folder: pathlib.Path, number: int) -> str:
    """Register the model once more under bytes of its own: another digest, so nothing of it is known to the server."""
    files = artefacts.read_folder(folder)
    files["card.md"] += f"\nSwap {number}.\n".encode()
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["card.md"] = hashlib.sha256(files["card.md"]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    body = {"use_case": USE_CASE, "name": f"swap-{number}", **fields_of(files)}
    return api.post("/model-versions", body)["id"]


@contextlib.contextmanager
def _service(folder: pathlib.Path) -> Iterator[RunningService]:
    with running(environment(folder / "data")) as service:
        for name, pids in processes(service.pid).items():
            for pid in pids:
                os.sched_setaffinity(pid, _SERVER_CPU if name == "server" else _CLIENT_CPU)
        yield service


def _metric(service: RunningService) -> str:
    """What the server itself shows of its swaps."""
    with urllib.request.urlopen(f"{service.rest_url}/metrics", timeout=5) as answer:  # noqa: S310  our own
        lines = answer.read().decode().splitlines()
    return "\n".join(line for line in lines if line.startswith("countermark_swap") and "bucket" not in line)


if __name__ == "__main__":
    raise SystemExit(main())
