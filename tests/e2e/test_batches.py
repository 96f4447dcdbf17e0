"""A batch through the running product: sent over REST in a stream, worked off by its own process, killed and resumed."""

import asyncio
import os
import pathlib
import signal
import sys
import tempfile
import time
from collections.abc import Iterator

import httpx
import pytest

from app import launch, sandbox
from app.launch import RunningService
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
    with tempfile.TemporaryDirectory(prefix="cmk-batches-", ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        folder.chmod(0o711)
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


def wait(client: httpx.Client, batch_id: str, limit_s: float = 120) -> dict[str, object]:
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
    ends = time.monotonic() + 20
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
