"""Batches: sent, watched, fetched, proved, cancelled and refused, the same on both faces."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.a_batch import deploy_columns, deploy_starter, question, work_off
from tests.parity.faces import Parity

ANEW = ("id", "created_at", "ended_at", "entry_id", "revision", "root")


@pytest.fixture
async def columns(parity: Parity) -> AsyncIterator[Parity]:
    """A version of columns answers while the test runs."""
    await deploy_columns(parity.product, parity.product.asha, "parity")
    yield parity
    await deploy_starter(parity.product, parity.product.asha)


async def test_a_file_is_scored(columns: Parity) -> None:
    """Either face takes the file; what it became is the same by either, and its key finds it again."""
    asked = question("row")
    rest, rpc = await columns.both("createBatch", asked, ignored=ANEW, rest_key="one", rpc_key="two")
    again, _ = await columns.both("createBatch", asked, ignored=ANEW, rest_key="one", rpc_key="two")
    assert (again.body["id"], rest.body["state"]) == (rest.body["id"], "queued")
    await work_off(columns.product)
    for made in (rest, rpc):
        named = {"batch_id": made.body["id"]}
        done, _ = await columns.both("getBatch", named)
        assert (done.body["state"], done.body["rows"], done.body["refused"]) == ("completed", 2, 1)
        await columns.both("getBatchResults", named)
        await columns.both("getBatchResults", {**named, "format": "parquet"})
        refused, _ = await columns.both("getBatchRefused", named)
        assert "3,income," in str(refused.body["content"])
        proof, _ = await columns.both("getBatchRowProof", {**named, "line": 2})
        assert str(proof.body["row"]).startswith("2,row-1,")
        missing, _ = await columns.both("getBatchRowProof", {**named, "line": 3})
        assert missing.code == "batch_row_not_found"
        ended, _ = await columns.both("cancelBatch", named)
        assert ended.code == "batch_ended"
        seen = await columns.rpc("watchBatch", named, columns.product.asha.headers)
        assert seen.body["state"] == "completed"
    await columns.both("listBatches", {"limit": 1})


async def test_what_is_refused(columns: Parity) -> None:
    """A header that does not fit, a key with another file, another engine and a batch that is not there: the same words."""
    lacking, _ = await columns.both("createBatch", {**question("row"), "file": "id,income\nx,1\n"})
    assert lacking.code == "batch_refused"
    assert "owner" in lacking.fields
    await columns.both("createBatch", question("a"), ignored=ANEW, rest_key="k", rpc_key="l")
    reused, _ = await columns.both("createBatch", question("b"), rest_key="k", rpc_key="l")
    assert reused.code == "idempotency_key_reused"
    ray, _ = await columns.both("createBatch", {**question("row"), "engine": "ray"})
    assert ray.code == "batch_engine_unavailable"
    nowhere = {"batch_id": "bat_01kc1x5w3ceyp8s1r7t3v5w9ya"}
    for operation in ("getBatch", "cancelBatch", "getBatchResults", "getBatchRefused"):
        assert (await columns.both(operation, nowhere))[0].code == "batch_not_found"


async def test_a_batch_is_cancelled(columns: Parity) -> None:
    """Cancelled by either face, it is cancelled."""
    rest, rpc = await columns.both("createBatch", question("row"), ignored=ANEW)
    asked = {"batch_id": rest.body["id"]}
    stopped, _ = await columns.both("cancelBatch", asked, ignored=ANEW, rpc_only={"batch_id": rpc.body["id"]})
    assert stopped.body["state"] == "cancelled"
    early, _ = await columns.both("getBatchResults", asked)
    assert early.code == "batch_not_ready"
