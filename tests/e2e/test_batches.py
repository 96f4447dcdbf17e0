"""A batch through the running product: sent over REST in a stream, worked off by its own process, killed and resumed."""

import asyncio
import hashlib
import os
import pathlib
import signal
import sys
import time
from collections.abc import Iterator

import grpc
import httpx
import pytest

from api.rpc.stubs.countermark.batches.v1 import batches_pb2, batches_pb2_grpc
from app import launch, sandbox
from app.launch import RunningService
from app.scratch import scratch
from app.settings import from_environment
from bench.sandbox import deploy
from ledger.verifier import documents
from ledger.verifier.batches import verify_batch_row
from ledger.verifier.report import EXIT_VERIFIED, Step
from ledger.verifier.trust import parse_trust
from tenants.plans import PlanName
from tests.faults import processes
from tests.inference.batch.conftest import a_file
from tests.inference.versions import small_version
from training.package import write_folder

ROWS = 45_000
ASKED = {"use_case": "credit-score", "work": "decisions", "id_column": "id"}


@pytest.fixture(scope="module")
def service() -> Iterator[tuple[RunningService, httpx.Client]]:
    if sys.platform != "linux":
        pytest.skip("this test finds processes in /proc")
    with scratch("batches") as folder:
        variables = launch.environment(folder / "data")
        with launch.running(variables) as running:
            made = asyncio.run(sandbox.create(from_environment(variables), "Batches", PlanName.UNMETERED))
            with httpx.Client(
                base_url=running.rest_url, headers={"X-API-Key": made.key}, timeout=60
            ) as client:
                write_folder(small_version(), folder / "version")
                deploy(client, "credit-score", folder / "version")
                yield running, client


def send(client: httpx.Client, data: bytes, key: str) -> str:
    parts = (data[at : at + 100_000] for at in range(0, len(data), 100_000))
    sent = client.post(
        "/api/v1/batches",
        params=ASKED,
        content=parts,
        headers={"Content-Type": "text/csv", "Idempotency-Key": key},
    )
    assert sent.status_code == 202, sent.text
    return str(sent.json()["id"])


def widened(data: bytes) -> bytes:
    """Add a column that nobody reads, so that there are more chunks."""
    header, *lines = data.splitlines()
    return b"\n".join([header + b",note", *(line + b"," + b"n" * 200 for line in lines)])


def batcher(service: RunningService) -> int | None:
    worker = processes.find(service.pid, "worker")
    children = processes.children_of(worker) if worker else {}
    return next((pid for pid, command in children.items() if b"app.batcher" in command), None)


def wait(client: httpx.Client, batch_id: str, limit_s: float = 250) -> dict[str, object]:
    ends = time.monotonic() + limit_s
    while time.monotonic() < ends:
        found: dict[str, object] = client.get(f"/api/v1/batches/{batch_id}").json()
        if found["state"] in {"completed", "failed", "cancelled"}:
            return found
        time.sleep(0.1)
    raise TimeoutError(batch_id)


def test_killed_again_and_again_nothing_is_lost_or_doubled(
    service: tuple[RunningService, httpx.Client],
) -> None:
    """Killed at any moment, once with the worker above it, a batch ends with the very bytes of one that was left alone."""
    running, client = service
    data = widened(a_file(ROWS))
    calm = send(client, data, "calm")
    assert wait(client, calm)["state"] == "completed"
    again = send(client, data, "shaken")
    assert send(client, data, "shaken") == again
    killed, rows = 0, 0
    while killed < 4:
        pid, progress = batcher(running), client.get(f"/api/v1/batches/{again}").json()
        assert progress["state"] in {"queued", "running"}, "it was over before it was killed"
        if pid is not None and (progress["rows"] > rows or (killed == 0 and progress["phase"] == "checking")):
            rows = progress["rows"]
            worker = processes.find(running.pid, "worker")
            os.kill(pid, signal.SIGKILL)
            if killed == 2 and worker is not None:
                os.kill(worker, signal.SIGKILL)
            killed += 1
        time.sleep(0.01)
    ended = wait(client, again)
    assert (ended["state"], ended["rows"], ended["refused"]) == ("completed", ROWS, 0)
    for file in ("results?format=csv", "refused"):
        one, other = (client.get(f"/api/v1/batches/{each}/{file}").content for each in (calm, again))
        assert one == other
    results = client.get(f"/api/v1/batches/{again}/results").content.splitlines()
    assert [int(line.partition(b",")[0]) for line in results[1:]] == list(range(2, ROWS + 2))


def test_a_row_is_proved_offline(service: tuple[RunningService, httpx.Client]) -> None:
    """With the log's proof of the batch's entry a line of the results verifies; changed anywhere it does not."""
    _, client = service
    batch = wait(client, send(client, a_file(300, seed=3), "proved"))
    lines = client.get(f"/api/v1/batches/{batch['id']}/results").text.splitlines()
    keys = client.get("/api/v1/ledger/keys").json()["keys"]
    trust = parse_trust("".join(f"{each['use']} {each['verifier_key']}\n" for each in keys))
    entry = client.get(f"/api/v1/ledger/proofs/{batch['entry_id']}")
    ends = time.monotonic() + 120
    while entry.json()["state"] != "included" and time.monotonic() < ends:
        time.sleep(0.2)
        entry = client.get(f"/api/v1/ledger/proofs/{batch['entry_id']}")
    proof = documents.parse(entry.content)
    for line in (2, 150, 301):
        document = client.get(f"/api/v1/batches/{batch['id']}/rows/{line}/proof").json()
        assert document["row"] == lines[line - 1]
        assert verify_batch_row(document, proof, trust, lines[line - 1]).exit_code == EXIT_VERIFIED
        bent = document | {"row": document["row"].replace("0.", "1.", 1)}
        assert verify_batch_row(bent, proof, trust).exit_code == Step.COMMITMENT
        assert verify_batch_row(document, proof, trust, "another line").exit_code == Step.COMMITMENT
    assert client.get(f"/api/v1/batches/{batch['id']}/rows/302/proof").json()["code"] == "batch_row_not_found"


def test_events_tell_of_a_batch(service: tuple[RunningService, httpx.Client]) -> None:
    """Server-sent events come while it runs, and the last one is named after its end."""
    _, client = service
    batch_id = send(client, a_file(20_000, seed=4), "watched")
    with client.stream("GET", f"/api/v1/batches/{batch_id}/events") as stream:
        assert stream.headers["content-type"] == "text/event-stream"
        lines = [line for line in stream.iter_lines() if line.startswith(("event:", "id:"))]
    events = [line.removeprefix("event: ") for line in lines if line.startswith("event")]
    ids = [int(line.removeprefix("id: ")) for line in lines if line.startswith("id")]
    assert events[0] == "progress"
    assert events[-1] == "completed"
    assert ids == sorted(set(ids))


def test_what_is_refused_while_it_is_sent(service: tuple[RunningService, httpx.Client]) -> None:
    """A header that lacks a column, a media type that is none, and an unknown option are refused with their names."""
    _, client = service
    csv = {"Content-Type": "text/csv"}
    lacking = client.post(
        "/api/v1/batches", params=ASKED, content=b"id,income\n" + b"x,1\n" * 500_000, headers=csv
    )
    assert (lacking.status_code, lacking.json()["code"]) == (400, "batch_refused")
    assert {"owner", "grade"} <= {each["field"] for each in lacking.json()["errors"]}
    form = client.post(
        "/api/v1/batches", params=ASKED, content=b"{}", headers={"Content-Type": "application/json"}
    )
    assert form.status_code == 415
    unknown = client.post(
        "/api/v1/batches", params=ASKED | {"columns": "nonsense"}, content=b"id\n", headers=csv
    )
    assert unknown.json()["errors"][0]["field"] == "columns"


def resident_mb(pid: int, field: str) -> int:
    return int(pathlib.Path(f"/proc/{pid}/status").read_text().partition(f"{field}:")[2].split()[0]) >> 10


def rows_of(size: int) -> Iterator[bytes]:
    """A file of `size` bytes, a megabyte at a time."""
    header, *lines = a_file(1_000).splitlines(keepends=True)
    body = b"".join(lines)
    part = body * (1_000_000 // len(body))
    yield header
    for _ in range(size // len(part)):
        yield part


def test_a_body_of_any_size_passes_through_little_memory(
    service: tuple[RunningService, httpx.Client],
) -> None:
    """300 MB over REST and 60 MB over gRPC raise the server's resident memory by a few pieces, never by the file; both are
    kept under their own hash."""
    running, client = service
    server = processes.find(running.pid, "server")
    assert server is not None
    before, asked = resident_mb(server, "VmRSS"), {"use_case": "credit-score", "work": "scores"}
    digest = hashlib.sha256()

    def noted(size: int) -> Iterator[bytes]:
        for part in rows_of(size):
            digest.update(part)
            yield part

    sent = client.post(
        "/api/v1/batches", params=asked, content=noted(300_000_000), headers={"Content-Type": "text/csv"}
    ).json()
    client.post(f"/api/v1/batches/{sent['id']}/cancel")
    assert sent["bytes_total"] > 290_000_000
    assert sent["input_sha256"] == digest.hexdigest()
    with grpc.insecure_channel(running.grpc_address) as channel:
        stub = batches_pb2_grpc.BatchServiceStub(channel)
        work = batches_pb2.BATCH_WORK_SCORES
        parts = (
            batches_pb2.CreateBatchRequest(use_case="credit-score", work=work, data=part)
            for part in rows_of(60_000_000)
        )
        key = (("x-api-key", client.headers["X-API-Key"]),)
        over_rpc = stub.CreateBatch(parts, metadata=key)
        stub.CancelBatch(batches_pb2.CancelBatchRequest(batch_id=over_rpc.id), metadata=key)
    assert over_rpc.bytes_total > 59_000_000
    peak = resident_mb(server, "VmHWM")
    assert peak - before < 120, f"{before} MB before, at most {peak} MB"


def test_a_body_that_breaks_off_leaves_nothing(service: tuple[RunningService, httpx.Client]) -> None:
    """When who sends is gone in the middle of a file, what was kept of it is deleted, and there is no batch."""
    running, client = service
    batches = running.data_dir / "objects" / "batches"
    before = {path.name for path in batches.glob("*/*")}
    known = client.get("/api/v1/batches").json()["data"]

    def broken() -> Iterator[bytes]:
        yield from rows_of(30_000_000)
        assert {path.name for path in batches.glob("*/*")} > before
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        client.post("/api/v1/batches", params=ASKED, content=broken(), headers={"Content-Type": "text/csv"})
    ends = time.monotonic() + 120
    while {path.name for path in batches.glob("*/*")} - before and time.monotonic() < ends:
        time.sleep(0.1)
    assert {path.name for path in batches.glob("*/*")} == before
    assert client.get("/api/v1/batches").json()["data"] == known
