"""Explanations fetched later: at once for trees, made by the worker for a model made elsewhere."""

import asyncio
import pathlib
from collections.abc import AsyncIterator

import asyncpg
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from app.wiring import worker as wiring
from core import roles
from core.postgres import EmbeddedPostgres
from tests.e2e.test_counterfactuals import deploy, post
from tests.e2e.test_own_models import body, manifest, sample
from tests.inference.uploads.graphs import COLUMNS, fitted_pipeline, logistic_regression
from tests.product import Product, product, settings_for

USE_CASE = "credit-score"
WAIT_S = 120.0


@pytest.fixture
async def working(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    """A product with its worker."""
    async with product(postgres, tmp_path) as running, wiring.worker(settings_for(postgres, tmp_path)):
        yield running


async def explained(running: Product, decision_id: object) -> dict[str, object]:
    """Ask until it is there."""
    url = f"/api/v1/decisions/{decision_id}/explanation"
    async with asyncio.timeout(WAIT_S):
        while True:
            answer = await running.rest.get(url, headers=running.asha.headers)
            assert answer.status_code == 200, answer.text
            found: dict[str, object] = answer.json()
            if found["status"] == "ready":
                return found
            assert found == {
                "decision_id": decision_id, "status": "pending", "method": None, "margin": None, "base_value": None,
                "error": None, "contributions": {}, "reasons": [],
            }  # fmt: skip
            await asyncio.sleep(0.2)


def shares(pipeline: Pipeline, row: np.ndarray, typical: np.ndarray) -> np.ndarray:
    """What is exact of a linear model: each coefficient times the distance from the typical mean."""
    scaler, model = pipeline[0], pipeline[-1]
    assert isinstance(model, LogisticRegression)
    moved = scaler.transform(row[None]) - scaler.transform(typical).mean(axis=0)
    found: np.ndarray = (moved * model.coef_)[0]
    return found


async def test_a_model_made_elsewhere_is_explained_by_the_worker(working: Product) -> None:
    """Pending, then ready: the contributions are the linear model's own, add up to its margin, and become reasons."""
    graph, rows, expected = logistic_regression()
    sent = body(graph, manifest(), sample(rows[:64], expected[:64]))
    await deploy(working, working.asha, "/own-models", sent)
    inputs = dict(zip(COLUMNS, rows[200].tolist(), strict=True))
    decided = await post(
        working, working.asha, f"/inference/{USE_CASE}", {"inputs": inputs, "customer_id": "c-1"}
    )
    found = await explained(working, decided["id"])
    contributions = found["contributions"]
    assert isinstance(contributions, dict)
    assert found["method"] == "exact"
    margin = np.log(expected[200] / (1 - expected[200]))
    assert found["margin"] == pytest.approx(margin, abs=1e-5)
    base_value = found["base_value"]
    assert isinstance(base_value, float)
    assert base_value + sum(contributions.values()) == pytest.approx(found["margin"], abs=1e-9)
    wanted = shares(fitted_pipeline(), rows[200], rows[:64])
    np.testing.assert_allclose([contributions[name] for name in COLUMNS], wanted, atol=1e-4)
    reasons = found["reasons"]
    assert isinstance(reasons, list)
    assert max(contributions.values()) > 0
    assert reasons[0]["feature"] == max(contributions, key=contributions.__getitem__)
    assert await explained(working, decided["id"]) == found


async def test_trees_are_explained_at_once(working: Product) -> None:
    """A starter's explanation is the one that the decision was answered with."""
    asked = {"customer_id": "c-2", "include": ["explanation"]}
    decided = await post(working, working.asha, "/inference/churn-score", asked)
    answer = await working.rest.get(
        f"/api/v1/decisions/{decided['id']}/explanation", headers=working.asha.headers
    )
    found = answer.json()
    told = decided["explanation"]
    assert isinstance(told, dict)
    assert found["status"] == "ready"
    assert found["method"] == "tree"
    assert found["contributions"] == told["contributions"]
    assert found["reasons"] == decided["reasons"]


async def test_an_erased_customers_explanation_is_gone(working: Product, postgres: EmbeddedPostgres) -> None:
    """It rests under the customer's key: with the key it is gone."""
    graph, rows, expected = logistic_regression()
    party = working.asha
    await deploy(working, party, "/own-models", body(graph, manifest(), sample(rows[:64], expected[:64])))
    inputs = dict(zip(COLUMNS, rows[201].tolist(), strict=True))
    asked = {"inputs": inputs, "customer_id": "gone"}
    first = await post(working, party, f"/inference/{USE_CASE}", asked)
    second = await post(working, party, f"/inference/{USE_CASE}", asked)
    await explained(working, first["id"])
    owner = await asyncpg.connect(postgres.url(roles.OWNER))
    try:
        environment_id = party.system.environment_id
        await owner.execute("SELECT set_config('countermark.scope', $1, false)", str(environment_id))
        sealed = await owner.fetchval("SELECT sealed FROM decision_explanation WHERE sealed IS NOT NULL")
        assert b"income" not in sealed
        await owner.execute("DELETE FROM subject WHERE environment_id = $1", environment_id)
    finally:
        await owner.close()
    for each in (first, second):
        refused = await working.rest.get(f"/api/v1/decisions/{each['id']}/explanation", headers=party.headers)
        assert refused.status_code == 422
        assert refused.json()["code"] == "decision_erased"
