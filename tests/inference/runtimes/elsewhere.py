"""What a model server does besides decisions, and what it never does: the same tests on a fake and on real servers."""

import asyncio
import csv
import io
import json
import random
import uuid
from collections.abc import AsyncIterator

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from app.settings import Settings
from app.wiring import batch_runs
from app.wiring.foundation import open_foundation
from app.wiring.placements import model_server
from core.database import Database
from inference import artefacts
from inference.batch.batches import BatchSettings
from inference.batch.entities import BatchOptions, EngineUnavailable
from tests.inference.batch.conftest import forget_others
from tests.inference.runtimes.contract import Rig
from tests.inference.runtimes.decisions import (
    FROZEN_MS,
    ReplayBody,
    VersionBody,
    decided,
    deployed,
    files_of,
    payment,
    posted,
    upload,
)
from tests.product import Product
from tests.turns import until

USE_CASE = "credit-score"
PLAIN = BatchOptions()
INFER = f"/v2/models/{USE_CASE}/infer"


class ElsewhereContract:
    """Fixtures as those of `DecisionContract`."""

    async def test_bare_predictions_come_from_there(self, running: Product, rig: Rig) -> None:
        """150 rows in one request score within 1e-6 of the registered graph, contributions add up; gone, they are a 503."""
        rest, headers = running.rest, running.asha.headers
        await deployed(rest, headers, USE_CASE)
        offline = artefacts.load(files_of(USE_CASE))
        rows = some_rows(len(offline.features), 150)
        names = ["margin", "probability", "contributions"]
        answer = await rest.post(INFER, json=asking(rows, names), headers=headers)
        assert answer.status_code == 200, answer.text
        found = {each["name"]: np.array(each["data"]) for each in answer.json()["outputs"]}
        expected = offline.score(rows)
        assert np.abs(found["margin"] - expected.margin).max() <= 1e-6
        assert np.abs(found["probability"] - expected.probability).max() <= 1e-6
        parts = found["contributions"].reshape(rows.shape)
        assert np.abs(parts.sum(axis=1) + offline.base_value - found["margin"]).max() < 1e-5
        ready = f"/v2/models/{USE_CASE}/ready"

        async def is_ready() -> bool:
            return (await rest.get(ready, headers=headers)).status_code == 200

        await until(is_ready)
        await rig.kill()
        try:
            gone = await rest.post(INFER, json=asking(rows[:1], []), headers=headers)
            assert gone.status_code == 503, gone.text
            assert (await rest.get(ready, headers=headers)).status_code == 503
        finally:
            await rig.start()

    async def test_a_shadow_scores_there(self, running: Product, rig: Rig, database: Database) -> None:
        """What a shadow says comes from the server: its scores while it is there, none while it hangs; decisions never wait."""
        rest, headers = running.rest, running.asha.headers
        answer = await posted(rest, headers, "/model-versions", upload(USE_CASE))
        version = msgspec.json.decode(answer, type=VersionBody)
        wanted = {"use_case": USE_CASE, "version_id": version.id, "role": "shadow"}
        await posted(rest, headers, "/deployments", wanted)
        shadows = running.services.decisions._batch._shadows
        shadows.remote_timeout_s = FROZEN_MS / 1_000
        for number in range(5):
            await decided(rest, headers, USE_CASE, {"customer_id": f"customer-{number}"})
        await shadows.close()
        rig.pause()
        try:
            late = await decided(rest, headers, USE_CASE, {"customer_id": "customer-9"})
            assert not late.degraded
            assert shadows.scored == 5  # the sixth waits still
            await shadows.close()
            assert shadows.scored == 6
        finally:
            rig.resume()
        async with database.transaction(running.asha.system.environment_id) as tx:
            rows = await tx.fetch(
                "SELECT d.score, s.score AS said, d.outcome, s.outcome AS said_outcome FROM shadow_prediction AS s"
                " JOIN decision AS d ON d.environment_id = s.environment_id AND d.id = s.decision_id"
                " WHERE s.environment_id = $1 ORDER BY d.id",
                running.asha.system.environment_id,
            )
        assert len(rows) == 6
        assert all(
            abs(row["score"] - row["said"]) <= 1 and row["outcome"] == row["said_outcome"] for row in rows[:5]
        )
        assert rows[5]["said"] is None

    async def test_a_replay_asks_nobody(self, running: Product, rig: Rig) -> None:
        """A decision is computed again from the registered bytes, which its entry names, also when the server is gone."""
        rest, headers = running.rest, running.asha.headers
        await deployed(rest, headers, USE_CASE)
        made = await decided(rest, headers, USE_CASE, {"customer_id": "customer-1"})
        await rig.kill()
        try:
            answer = await posted(rest, headers, f"/decisions/{made.id}/replay", {})
        finally:
            await rig.start()
        replayed = msgspec.json.decode(answer, type=ReplayBody)
        assert replayed.verdict in {"identical", "equivalent"}
        assert replayed.stored_runtime.startswith("kserve ")
        assert replayed.runtime.startswith("onnxruntime ")

    async def test_a_batch_scores_there(self, running: Product, rig: Rig, settings: Settings) -> None:
        """The rows of a file are what the same version makes of them here; while the server is away, the batch waits."""
        batches, asha, other = running.services.batches, running.asha.system, running.other.system
        await forget_others(running.base.database)
        await deployed(running.rest, running.asha.headers, USE_CASE)
        here, there = [
            await batches.create(each, USE_CASE, PLAIN, parts_of(a_file(150))) for each in (other, asha)
        ]
        async with open_foundation(settings) as base, model_server(settings.model_server) as server:
            runs = batch_runs.runs(base, uuid.uuid4(), server)
            await rig.kill()
            try:
                assert await runs.work_next()
                working = asyncio.create_task(runs.work_next())
                await asyncio.sleep(1.0)
                assert not working.done()
            finally:
                await rig.start()
            assert await working
        tables = []
        for caller, batch in ((other, here), (asha, there)):
            done = await batches.get(caller, batch.id)
            assert (done.state, done.progress.rows) == ("completed", 150), done.failure
            text = b"".join([piece async for piece in await batches.results(caller, batch.id, "csv")])
            tables.append(list(csv.DictReader(io.StringIO(text.decode()))))
        for one, row in zip(*tables, strict=True):
            assert abs(float(one["probability"]) - float(row["probability"])) <= 1e-6
            assert (one["outcome"], one["reason_codes"]) == (row["outcome"], row["reason_codes"])
        assert len({row["probability"] for row in tables[1]}) > 20

    async def test_a_cluster_is_not_asked_to_score_there(self, running: Product) -> None:
        """Workers of Ray would score in process what was moved out: such a batch is refused at once."""
        services, caller = running.services, running.asha.system
        await deployed(running.rest, running.asha.headers, USE_CASE)
        services.batches._settings = BatchSettings(engines=frozenset({"local", "ray"}))
        with pytest.raises(EngineUnavailable, match="model server"):
            await services.batches.create(caller, USE_CASE, BatchOptions(engine="ray"), parts_of(a_file(1)))


def a_file(count: int) -> bytes:
    """Customers with their past in the row."""
    rng = random.Random(3)
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["customer_id", "transactions"])
    for number in range(count):
        times = [f"2026-{rng.randint(8, 10):02d}-{day:02d}T10:00:00Z" for day in range(1, rng.randint(3, 25))]
        past = [payment(f"c{number}", at, rng.randint(1, 9_000_000)) for at in times]
        for each in past:
            each["direction"] = rng.choice(["credit", "debit"])
        rows.writerow([f"c{number}", json.dumps(past)])
    return text.getvalue().encode()


async def parts_of(data: bytes) -> AsyncIterator[bytes]:
    yield data


def some_rows(columns: int, count: int) -> NDArray[np.float32]:
    """float32[count, columns], a fifth of it missing."""
    rng = np.random.default_rng(5)
    rows = rng.lognormal(1, 2, (count, columns)).astype(np.float32)
    rows[rng.random(rows.shape) < 0.2] = np.nan
    return rows


def asking(rows: NDArray[np.float32], names: list[str]) -> dict[str, object]:
    """Write a request of the protocol in JSON, null where a value is missing."""
    flat = [None if np.isnan(value) else float(value) for value in rows.ravel()]
    tensor = {"name": "features", "shape": list(rows.shape), "datatype": "FP32", "data": flat}
    return {"inputs": [tensor], "outputs": [{"name": name} for name in names]}
