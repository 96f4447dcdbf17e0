"""Bare predictions and what a model says of itself are the same over REST's `/v2` and gRPC, refusals included."""

import base64
from typing import cast

import numpy as np

from inference import catalogue
from inference.features.events import names_of
from tests.parity.faces import Parity

MODEL = "churn-score"
WIDTH = len(names_of(catalogue.get(MODEL).feature_set) or ())
ASKED = {"name": MODEL, "model_name": MODEL}
INFER = {"model_name": MODEL}


def tensor(width: int, **fields: object) -> dict[str, object]:
    return {"name": "features", "shape": [1, width], "datatype": "FP32", **fields}


async def test_the_server(parity: Parity) -> None:
    """Its health, name, version and extensions."""
    for operation_id in ("serverLive", "serverReady", "serverMetadata"):
        rest, rpc = await parity.both(operation_id)
        assert (rest.code, rpc.code) == ("ok", "ok")


async def test_a_model(parity: Parity) -> None:
    """Whether it can answer, and its tensors."""
    rest, _ = await parity.both("modelReady", ASKED, ignored=["name"])
    assert rest.body["ready"] is True
    await parity.both("modelMetadata", ASKED)


async def test_a_prediction(parity: Parity) -> None:
    """The same rows score to the same bits, as numbers on the one face and as bytes on the other."""
    row = np.linspace(-1, 1, WIDTH).astype(np.float32)
    rest = await parity.rest(
        "modelInfer", {**INFER, "inputs": [tensor(WIDTH, data=row.tolist())]}, parity.product.asha.headers
    )
    raw = base64.b64encode(row.tobytes()).decode()
    rpc = await parity.rpc(
        "modelInfer",
        {**INFER, "inputs": [tensor(WIDTH)], "raw_input_contents": [raw]},
        parity.product.asha.headers,
    )
    outputs = cast("list[dict[str, object]]", rest.body["outputs"])
    contents = cast("list[bytes]", rpc.body["raw_output_contents"])
    assert [each["name"] for each in outputs][:2] == ["margin", "probability"]
    for told, bits in zip(outputs, contents, strict=True):
        assert (
            np.frombuffer(bits, {"FP32": "<f4", "FP64": "<f8"}[str(told["datatype"])]).tolist()
            == told["data"]
        )
    assert rest.body["model_version"] == rpc.body["model_version"]


async def test_refusals(parity: Parity) -> None:
    """A model that is not there, and tensors that cannot be used, are refused with the same code, fields and fix."""
    rest, _ = await parity.both("modelMetadata", {"name": "nothing", "model_name": "nothing"})
    assert rest.code == "model_not_found"
    rest, _ = await parity.both("modelInfer", {**INFER, "inputs": [tensor(WIDTH + 1, data=[])]})
    assert rest.code == "tensors_refused"
    rest, _ = await parity.both("modelReady", ASKED, credential="nonsense")
    assert rest.code == "credential_invalid"
