"""A tenant's own version on real loans: trained, uploaded, deployed, and its rows decided over both faces."""

import pathlib

import numpy as np
import polars as pl
import pytest

from api.rpc.inference import CUSTOMER
from api.rpc.stubs.countermark.inference.v1 import inference_pb2_grpc
from api.views.model_versions import fields_of
from api.views.questions import CustomerQuestion
from inference import artefacts
from tests.product import Product
from training.package import write_folder
from training.train import TrainingJob, train

LOANS = pathlib.Path(__file__).parents[3] / "shared" / "data" / "credit_lending_club" / "train.parquet"
USE_CASE = "credit-score"
ROWS = 40

pytestmark = pytest.mark.skipif(not LOANS.is_file(), reason=f"real loans are not here: {LOANS}")


async def test_real_loans(running: Product, tmp_path: pathlib.Path) -> None:
    """The deployed version answers on both faces with the probability that it has offline, and sums to its margin."""
    folder = tmp_path / "loans"
    write_folder(train(TrainingJob(use_case=USE_CASE, data=LOANS, target="bad")), folder)
    headers = {"X-API-Key": running.other.sandbox_key}
    files = fields_of(artefacts.read_folder(folder))
    uploaded = await running.rest.post(
        "/api/v1/model-versions", headers=headers, json={"use_case": USE_CASE, "name": "loans", **files}
    )
    assert uploaded.status_code == 201, uploaded.text
    deployed = await running.rest.post(
        "/api/v1/deployments",
        headers=headers,
        json={"use_case": USE_CASE, "version_id": uploaded.json()["id"]},
    )
    assert deployed.status_code == 201, deployed.text

    version = artefacts.load(folder)
    names = [column.name for column in version.manifest.columns]
    stub = inference_pb2_grpc.InferenceServiceStub(running.channel)
    probabilities = []
    for row in pl.read_parquet(LOANS).head(ROWS).select(names).to_dicts():
        question = {"inputs": row, "include": ["explanation"]}
        rest = await running.rest.post(f"/api/v1/inference/{USE_CASE}", headers=headers, json=question)
        assert rest.status_code == 200, rest.text
        rpc = await stub.DecideCreditScore(
            CUSTOMER.message(CustomerQuestion(inputs=row)),
            metadata=(("x-api-key", running.other.sandbox_key),),
        )
        body = rest.json()
        assert body["model"]["digest"] == version.digest.hex()
        assert body["answer"]["probability"] == rpc.answer.probability
        explained = body["explanation"]
        assert (
            abs(explained["base_value"] + sum(explained["contributions"].values()) - explained["margin"])
            < 1e-5
        )
        vector = [np.nan if value is None else value for value in explained["features"].values()]
        offline = version.score(np.array([vector], dtype=np.float32)).probability[0]
        assert offline == body["answer"]["probability"]
        probabilities.append(body["answer"]["probability"])
    assert len(set(probabilities)) > ROWS // 2

    refused = await running.rest.post(
        f"/api/v1/inference/{USE_CASE}", headers=headers, json={"inputs": {"no_such_column": 1}}
    )
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "inputs.no_such_column"
