"""The same batch on Ray Data: byte for byte what this machine's threads make of it. `make test-ray` runs it."""

import pathlib
import uuid

import msgspec
import pytest

from app.settings import BatchSettings
from app.wiring import batch_runs
from app.wiring.batches import batches as wire_batches
from core.postgres import EmbeddedPostgres
from inference.batch.entities import BatchOptions
from tests.inference.batch.conftest import USE_CASE, Desk, a_file, parts_of, whole

PYTHON = pathlib.Path(__file__).parents[3] / ".venv-ray/bin/python"
pytestmark = pytest.mark.ray


@pytest.fixture
async def clustered(desk: Desk, postgres: EmbeddedPostgres) -> Desk:
    """The desk with a local cluster beside its threads."""
    if not PYTHON.exists():
        pytest.skip("Ray is not installed: make setup-ray")
    settings = msgspec.structs.replace(desk.base.settings, batches=BatchSettings(ray_python=str(PYTHON)))
    base = type(desk.base)(**{**vars(desk.base), "settings": settings})
    desk.batches = wire_batches(base, desk.inference.deployments, desk.batches._rulesets)
    desk.runs = batch_runs.runs(base, uuid.uuid4())
    return desk


@pytest.mark.parametrize("work", ["scores", "decisions"])
async def test_the_results_are_identical(clustered: Desk, work: str) -> None:
    """CSV, Parquet and refused rows are the same bytes on both engines."""
    data = widened(a_file(9_000, extra=["c0,1,1,A,east,1", "bad,x,1,A,east,1"]))
    found = []
    for engine in ("local", "ray"):
        options = msgspec.convert({"work": work, "id_column": "id", "engine": engine}, BatchOptions)
        sent = await clustered.batches.create(clustered.caller, USE_CASE, options, parts_of(data, 100_000))
        while await clustered.runs.work_next():
            pass
        batch = await clustered.batches.get(clustered.caller, sent.id)
        assert (batch.state, batch.progress.rows, batch.progress.refused) == ("completed", 9_000, 2), (
            batch.failure
        )
        refused = await whole(await clustered.batches.refused(clustered.caller, batch.id))
        found.append((await clustered.text(batch), refused, await clustered.parquet(batch)))
    (one, refused_one, table_one), (other, refused_other, table_other) = found
    assert one == other
    assert refused_one == refused_other
    assert table_one.equals(table_other)


def widened(data: bytes) -> bytes:
    """Add a column that nobody reads, so that there are several chunks."""
    header, *lines = data.splitlines()
    return b"\n".join([header + b",note", *(line + b"," + b"n" * 900 for line in lines)])
