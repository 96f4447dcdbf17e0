"""`/v2` over REST as the protocol has it: paths, bodies, errors; what is predicted is what the version says offline."""

import gzip
import json
import math

import httpx
import numpy as np
import pytest

from tests.e2e.open_inference import NAMES, USE_CASE, Served, serve_version, whole
from tests.product import Product


@pytest.fixture(scope="module")
async def served(running: Product) -> Served:
    return await serve_version(running, running.asha)


async def infer(
    running: Product, body: object, path: str = USE_CASE, headers: dict[str, str] | None = None
) -> httpx.Response:
    sent = running.asha.headers if headers is None else headers
    return await running.rest.post(f"/v2/models/{path}/infer", json=body, headers=sent)


def values(answer: httpx.Response, name: str) -> list[float]:
    assert answer.status_code == 200, answer.text
    (found,) = [each for each in answer.json()["outputs"] if each["name"] == name]
    return list(found["data"])


@pytest.mark.parametrize("rows", [1, 2, 17, 50])
async def test_rows_score_as_offline(running: Product, served: Served, rows: int) -> None:
    """Margins and probabilities of `/v2` are the version's own, to the last bit, in line and in a thread."""
    matrix = served.rows[:rows]
    answer = await infer(running, {"id": "seven", "inputs": [whole(matrix)]})
    offline = served.offline.score(matrix)
    assert values(answer, "margin") == offline.margin.tolist()
    assert values(answer, "probability") == offline.probability.tolist()
    body = answer.json()
    assert (body["id"], body["model_name"], body["model_version"]) == ("seven", USE_CASE, served.version_id)
    assert [each["shape"] for each in body["outputs"]] == [[rows, 1], [rows, 1]]
    assert [each["datatype"] for each in body["outputs"]] == ["FP32", "FP64"]


async def test_columns_by_name_are_the_same_rows(running: Product, served: Served) -> None:
    """One tensor a column, categories as their texts, gives what one tensor of all features gives."""
    matrix = served.rows[:3]
    grades, regions = ["A", "B", "C"], ["east", "west", "north"]
    inputs: list[dict[str, object]] = []
    for at, name in enumerate(NAMES):
        column = matrix[:, at].tolist()
        data: list[object] = [None if math.isnan(value) else value for value in column]
        datatype = "FP64"
        if name == "owner":
            datatype, data = "BOOL", [value == 1 for value in column]
        elif name in {"grade", "region"}:
            texts = grades if name == "grade" else regions
            datatype, data = "BYTES", [None if math.isnan(value) else texts[int(value)] for value in column]
        inputs.append({"name": name, "shape": [3, 1], "datatype": datatype, "data": data})
    named = await infer(running, {"inputs": inputs})
    assert values(named, "margin") == values(await infer(running, {"inputs": [whole(matrix)]}), "margin")
    without = await infer(running, {"inputs": inputs[1:]})
    matrix = matrix.copy()
    matrix[:, 0] = np.nan
    assert values(without, "margin") == served.offline.score(matrix).margin.tolist()


async def test_contributions_add_up(running: Product, served: Served) -> None:
    """Contributions come when they are asked for, and with the base value they are the margin."""
    matrix = served.rows[:4]
    body = {"inputs": [whole(matrix)], "outputs": [{"name": "contributions"}, {"name": "margin"}]}
    answer = await infer(running, body)
    parts = np.array(values(answer, "contributions")).reshape(4, 5)
    assert np.allclose(parts.sum(axis=1) + served.offline.base_value, values(answer, "margin"), atol=1e-5)
    assert [each["name"] for each in answer.json()["outputs"]] == ["contributions", "margin"]


async def test_nested_and_compressed_bodies(running: Product, served: Served) -> None:
    """Elements may be nested as their shape says, and a body may be gzip."""
    matrix = np.nan_to_num(served.rows[:2])
    body = {"inputs": [{**whole(matrix), "data": matrix.tolist()}]}
    nested = await infer(running, body)
    assert values(nested, "margin") == served.offline.score(matrix).margin.tolist()
    packed = await running.rest.post(
        f"/v2/models/{USE_CASE}/infer",
        content=gzip.compress(json.dumps(body).encode()),
        headers={**running.asha.headers, "Content-Encoding": "gzip", "Content-Type": "application/json"},
    )
    assert values(packed, "margin") == values(nested, "margin")


async def test_names_and_versions(running: Product, served: Served) -> None:
    """A model goes by its use case or by its registered name, and each by the id of a version of it."""
    body = {"inputs": [whole(served.rows[:1])]}
    margin = values(await infer(running, body), "margin")
    for path in (
        served.name,
        f"{USE_CASE}/versions/{served.version_id}",
        f"{served.name}/versions/{served.version_id}",
    ):
        assert values(await infer(running, body, path), "margin") == margin
    for path in ("nothing", f"churn-score/versions/{served.version_id}", f"{USE_CASE}/versions/1"):
        answer = await infer(running, body, path)
        assert (answer.status_code, answer.json()["code"]) == (404, "model_not_found")


async def test_health_and_metadata(running: Product, served: Served) -> None:
    """The server's paths ask no credential; a model's metadata names the tensors it takes and gives."""
    for path, body in (("live", {"live": True}), ("ready", {"ready": True})):
        answer = await running.rest.get(f"/v2/health/{path}")
        assert (answer.status_code, answer.json()) == (200, body)
    server = (await running.rest.get("/v2")).json()
    assert server["name"] == "countermark"
    assert "binary_tensor_data" in server["extensions"]
    for path in (USE_CASE, f"{served.name}/versions/{served.version_id}"):
        told = (await running.rest.get(f"/v2/models/{path}", headers=running.asha.headers)).json()
        assert told["versions"] == [served.version_id]
        assert [(each["name"], each["datatype"]) for each in told["inputs"]] == [
            ("income", "FP32"), ("owner", "BOOL"), ("grade", "BYTES"), ("region", "BYTES"), ("debt ratio (%)", "FP32"),
        ]  # fmt: skip
        assert [each["name"] for each in told["outputs"]] == ["margin", "probability", "contributions"]
        ready = await running.rest.get(f"/v2/models/{path}/ready", headers=running.asha.headers)
        assert (ready.status_code, ready.json()["ready"]) == (200, True)
    starter = (await running.rest.get("/v2/models/churn-score", headers=running.asha.headers)).json()
    assert starter["inputs"][0]["name"] == "features"


async def test_another_tenants_model_is_not_there(running: Product, served: Served) -> None:
    """To a stranger, and to the tenant's own live environment, the model does not exist."""
    body = {"inputs": [whole(served.rows[:1])]}
    strangers = ({"X-API-Key": running.other.sandbox_key}, {"X-API-Key": running.asha.live_key})
    for headers in strangers:
        for path in (served.name, f"{USE_CASE}/versions/{served.version_id}"):
            answer = await infer(running, body, path, headers)
            assert (answer.status_code, answer.json()["code"]) == (404, "model_not_found")
            told = await running.rest.get(f"/v2/models/{path}", headers=headers)
            assert told.status_code == 404


BAD: dict[str, tuple[object, str]] = {
    "no input": ({"inputs": []}, "invalid_request"),
    "an unknown field": ({"inputs": [{"name": "features"}], "more": 1}, "invalid_request"),
    "no elements": ({"inputs": [{"name": "features", "shape": [1, 5], "datatype": "FP32"}]}, "tensors_refused"),
    "a wrong width": ({"inputs": [{"name": "features", "shape": [1, 4], "datatype": "FP32", "data": [1] * 4}]}, "tensors_refused"),
    "too few elements": ({"inputs": [{"name": "features", "shape": [2, 5], "datatype": "FP32", "data": [1] * 5}]}, "tensors_refused"),
    "no rows": ({"inputs": [{"name": "features", "shape": [0, 5], "datatype": "FP32", "data": []}]}, "tensors_refused"),
    "too many rows": ({"inputs": [{"name": "features", "shape": [4097, 5], "datatype": "FP32", "data": [1] * 20485}]}, "tensors_refused"),
    "beyond float32": ({"inputs": [{"name": "features", "shape": [1, 5], "datatype": "FP64", "data": [1e300] * 5}]}, "tensors_refused"),
    "a number as text": ({"inputs": [{"name": "features", "shape": [1, 5], "datatype": "FP32", "data": ["1"] * 5}]}, "tensors_refused"),
    "texts for numbers": ({"inputs": [{"name": "features", "shape": [1, 5], "datatype": "BYTES", "data": ["1"] * 5}]}, "tensors_refused"),
    "an unknown tensor": ({"inputs": [{"name": "nobody", "shape": [1], "datatype": "FP32", "data": [1]}]}, "tensors_refused"),
    "a code for a category": ({"inputs": [{"name": "grade", "shape": [1], "datatype": "FP32", "data": [1]}]}, "tensors_refused"),
    "columns of two lengths": (
        {"inputs": [{"name": "income", "shape": [1], "datatype": "FP32", "data": [1]},
                    {"name": "owner", "shape": [2], "datatype": "BOOL", "data": [True, False]}]},
        "tensors_refused",
    ),
    "a column twice": ({"inputs": [{"name": "income", "shape": [1], "datatype": "FP32", "data": [1]}] * 2}, "tensors_refused"),
    "an unknown output": (
        {"inputs": [{"name": "income", "shape": [1], "datatype": "FP32", "data": [1]}], "outputs": [{"name": "x"}]},
        "tensors_refused",
    ),
    "bytes that are not there": (
        {"inputs": [{"name": "income", "shape": [1], "datatype": "FP32", "parameters": {"binary_data_size": 4}}]},
        "tensors_refused",
    ),
    "shared memory": (
        {"inputs": [{"name": "income", "shape": [1], "datatype": "FP32", "parameters": {"shared_memory_region": "x"}}]},
        "v2_extension_unsupported",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD))
async def test_what_cannot_be_scored_is_refused(running: Product, served: Served, name: str) -> None:
    """Each bad request is a 400 in the protocol's form, with a code and a fix beside the words."""
    body, code = BAD[name]
    answer = await infer(running, body)
    said = answer.json()
    assert (answer.status_code, said["code"]) == (400, code), said
    assert said["error"]
    assert said["fix"]
    assert answer.headers["content-type"] == "application/json"


async def test_refusals_around_the_body(running: Product, served: Served) -> None:
    """Credential, permission, path, method and encoding are refused in the protocol's form too."""
    body = {"inputs": [whole(served.rows[:1])]}
    url = f"/v2/models/{USE_CASE}/infer"
    post, headers = running.rest.post, running.asha.headers
    found = [
        await post(url, json=body),
        await running.rest.get("/v2/nothing", headers=headers),
        await running.rest.delete("/v2/health/live"),
        await post(url, content=b"{", headers=headers),
        await post(url, content=b"\x1f\x8b", headers={**headers, "Content-Encoding": "gzip"}),
        await post(
            url, content=gzip.compress(bytes(9_000_000)), headers={**headers, "Content-Encoding": "gzip"}
        ),
    ]
    assert [each.status_code for each in found] == [401, 404, 405, 400, 400, 413]
    assert all(each.json()["error"] for each in found)
    assert found[2].headers["allow"] == "GET, HEAD, OPTIONS"
