"""What a model server does besides decisions, and what it never does: the same tests on a fake and on real servers."""

import time

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.database import Database
from inference import artefacts
from tests.inference.runtimes.contract import Rig
from tests.inference.runtimes.decisions import (
    ReplayBody,
    VersionBody,
    decided,
    deployed,
    files_of,
    posted,
    upload,
)
from tests.product import Product

USE_CASE = "credit-score"
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
        answer = await rest.post(INFER, json=asking(rows, names), headers=headers, timeout=30)
        assert answer.status_code == 200, answer.text
        found = {each["name"]: np.array(each["data"]) for each in answer.json()["outputs"]}
        expected = offline.score(rows)
        assert np.abs(found["margin"] - expected.margin).max() <= 1e-6
        assert np.abs(found["probability"] - expected.probability).max() <= 1e-6
        parts = found["contributions"].reshape(rows.shape)
        assert np.abs(parts.sum(axis=1) + offline.base_value - found["margin"]).max() < 1e-5
        ready = f"/v2/models/{USE_CASE}/ready"
        assert (await rest.get(ready, headers=headers)).status_code == 200
        await rig.kill()
        try:
            gone = await rest.post(INFER, json=asking(rows[:1], []), headers=headers, timeout=30)
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
        for number in range(5):
            await decided(rest, headers, USE_CASE, {"customer_id": f"customer-{number}"})
        await shadows.close()
        rig.pause()
        try:
            began_s = time.monotonic()
            late = await decided(rest, headers, USE_CASE, {"customer_id": "customer-9"})
            assert not late.degraded
            assert time.monotonic() - began_s < 0.4
            await shadows.close()
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
