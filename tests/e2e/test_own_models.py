"""Models made elsewhere, end to end: uploaded over a face, tried, deployed, and deciding like any other version."""

import base64
import hashlib
import json
import pathlib

import httpx
import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from tests.inference.hostile.files import hostile_files
from tests.inference.uploads.graphs import COLUMNS, linear, logistic_regression
from tests.inference.versions import small_version
from tests.product import Product

BODY_MAX = 3_000_000
USE_CASE = "credit-score"
READING = {"output": "probabilities", "index": 1}


def manifest(**changed: object) -> bytes:
    columns = [{"name": name, "kind": "number"} for name in COLUMNS]
    return json.dumps({"format": 1, "columns": columns, "reading": READING, **changed}).encode()


def sample(rows: NDArray[np.float32], expected: NDArray[np.float64]) -> bytes:
    named = [dict(zip(COLUMNS, row.tolist(), strict=True)) for row in rows]
    return json.dumps({"rows": named, "expected": expected.tolist()}).encode()


def body(graph: bytes, described: bytes, shown: bytes) -> dict[str, str]:
    files = {"graph": graph, "manifest": described, "sample": shown}
    return {"use_case": USE_CASE, "name": "ours"} | {
        name: base64.b64encode(data).decode() for name, data in files.items()
    }


@pytest.fixture
async def version(running: Product) -> dict[str, object]:
    """The pipeline, uploaded and deployed: every test does so again, which must change nothing."""
    graph, rows, expected = logistic_regression()
    headers = running.asha.headers
    sent = body(graph, manifest(), sample(rows[:100], expected[:100]))
    kept = await running.rest.post("/api/v1/own-models", headers=headers, json=sent)
    assert kept.status_code == 201, kept.text
    again = await running.rest.post("/api/v1/own-models", headers=headers, json=sent)
    found: dict[str, object] = kept.json()
    assert again.json()["id"] == found["id"]
    deployed = await running.rest.post(
        "/api/v1/deployments", headers=headers, json={"use_case": USE_CASE, "version_id": found["id"]}
    )
    assert deployed.status_code == 201, deployed.text
    return found


async def test_a_pipeline_of_scikit_learn_decides(running: Product, version: dict[str, object]) -> None:
    """Its probabilities are scikit-learn's, with outcome, receipt and replay; the same files again are one version."""
    _, rows, expected = logistic_regression()
    headers = running.asha.headers
    difference = version["difference_max"]
    assert isinstance(difference, float)
    assert difference < 1e-5
    assert version["features"] == list(COLUMNS)
    for row, probability in zip(rows[100:130], expected[100:130], strict=True):
        inputs = dict(zip(COLUMNS, row.tolist(), strict=True))
        asked = {"inputs": inputs, "customer_id": "c-1", "include": ["explanation"]}
        decided = (
            await running.rest.post(f"/api/v1/inference/{USE_CASE}", headers=headers, json=asked)
        ).json()
        assert decided["answer"]["probability"] == pytest.approx(probability, abs=1e-6)
        assert decided["model"]["digest"] == version["digest"]
        assert decided["confidence"]["support"] == 0
        assert not decided["degraded"]
        assert decided["reasons"] == []
        assert decided["explanation"]["contributions"] == {}
        replayed = await running.rest.post(f"/api/v1/decisions/{decided['id']}/replay", headers=headers)
        assert replayed.json()["verdict"] == "identical", replayed.text


async def test_a_row_without_a_score_is_degraded_alone(running: Product, version: dict[str, object]) -> None:
    """A missing value that the model cannot take costs that decision its score, and says so; the next one has one."""
    asked = {"inputs": dict.fromkeys(COLUMNS), "customer_id": "c-1"}
    headers = running.asha.headers
    url = f"/api/v1/inference/{USE_CASE}"
    degraded = (await running.rest.post(url, headers=headers, json=asked)).json()
    assert degraded["degraded"]
    assert degraded["answer"] is None
    sound = {"inputs": dict.fromkeys(COLUMNS, 0.5), "customer_id": "c-1"}
    assert not (await running.rest.post(url, headers=headers, json=sound)).json()["degraded"]


async def test_what_is_refused_says_why(running: Product) -> None:
    """Each refusal is a 400 with its own code and a sentence; nothing of it is kept."""
    graph, rows, expected = logistic_regression()
    shown = sample(rows[:50], expected[:50])
    wrong = sample(rows[:50], 1 - expected[:50])
    protected = [{"name": "applicant_age", "kind": "number", "actionable": "up"}]
    cases = {
        "model_refused  ": (linear().SerializeToString(), manifest(), shown),
        "model_refused": (graph, manifest(), wrong),
        "declaration_refused": (graph, b"{}", shown),
        "declaration_refused ": (graph, manifest(columns=protected), shown),
        "declaration_refused  ": (graph, manifest(), sample(rows[:5], expected[:5])),
        "inputs_refused": (graph, manifest(columns=[{"name": "other", "kind": "number"}]), shown),
        "model_refused ": (b"\x80\x04K\x01.", manifest(), shown),
    }
    before = (await running.rest.get("/api/v1/model-versions", headers=running.asha.headers)).json()
    for code, files in cases.items():
        refused = await running.rest.post(
            "/api/v1/own-models", headers=running.asha.headers, json=body(*files)
        )
        assert refused.status_code == 400, (code, refused.text)
        assert refused.json()["code"] in code, refused.text
        assert refused.json()["detail"].endswith(".")
    after = (await running.rest.get("/api/v1/model-versions", headers=running.asha.headers)).json()
    assert after == before


async def test_the_other_upload_is_no_way_round_the_trial(running: Product, tmp_path: pathlib.Path) -> None:
    """Files that say of themselves that they were tried are refused, and their graph is not opened."""
    files = {
        "manifest": b'{"format":1,"use_case":"credit-score","inputs":"columns","feature_set":"","features":["a"],'
        b'"columns":[{"name":"a","kind":"number"}],"link":"logistic","base_value":0.0,"batch_invariant":true,'
        b'"calibration":{"slope":1,"intercept":0,"level":0.9,"bins":[{"upto":1,"support":0,"positives":0,"low":0,'
        b'"high":1}]},"provenance":{"command":"x","data_sha256":"' + b"0" * 64 + b'","row_count":1,"seed":0,'
        b'"libraries":{}},"files":{},"reading":{"output":"p"}}',
        "graph": linear().SerializeToString(), "paths": b"x", "card": b"x", "card_text": b"x",
    }  # fmt: skip
    sent = {name: base64.b64encode(data).decode() for name, data in files.items()}
    refused = await running.rest.post(
        "/api/v1/model-versions",
        headers=running.asha.headers,
        json={"use_case": USE_CASE, "name": "round", **sent},
    )
    assert refused.status_code == 400
    assert refused.json()["code"] == "artefact_invalid"
    assert "made elsewhere" in refused.json()["detail"]


async def test_trained_versions_are_read_as_strictly(running: Product) -> None:
    """A tree that bites its tail is refused before any runtime sees it, though the manifest hashes it."""
    files = dict(small_version().files)
    graph = onnx.load_model_from_string(files["score.onnx"])
    (below,) = [one for one in graph.graph.node[0].attribute if one.name == "nodes_truenodeids"]
    below.ints[0] = 0
    files["score.onnx"] = graph.SerializeToString()
    described = json.loads(files["manifest.json"])
    described["files"]["score.onnx"] = hashlib.sha256(files["score.onnx"]).hexdigest()
    files["manifest.json"] = json.dumps(described).encode()
    named = zip(("manifest", "graph", "paths", "card", "card_text"),
                ("manifest.json", "score.onnx", "paths.npz", "card.json", "card.md"), strict=True)  # fmt: skip
    sent = {field: base64.b64encode(files[name]).decode() for field, name in named}
    refused = await running.rest.post(
        "/api/v1/model-versions",
        headers=running.asha.headers,
        json={"use_case": USE_CASE, "name": "tail", **sent},
    )
    assert refused.status_code == 400
    assert refused.json()["code"] == "model_refused"
    assert "circle" in refused.json()["detail"]


@pytest.mark.hostile
async def test_the_server_outlives_every_hostile_file(
    running: Product, version: dict[str, object], tmp_path: pathlib.Path
) -> None:
    """Over REST each is a 400 (or a 413, beyond the size of a request), and between them the server decides."""
    secret, folder = tmp_path / "secret", tmp_path / "links"
    secret.write_text("canary")
    folder.mkdir()
    _, rows, _ = logistic_regression()
    headers, shown = running.asha.headers, sample(rows[:50], np.full(50, 0.5))
    described = manifest(tolerance=0.01, reading={"output": "p"})
    sound = {"inputs": dict.fromkeys(COLUMNS, 0.5), "customer_id": "c-1"}
    count = 0
    for name, data in hostile_files(secret, folder):
        count += 1
        try:
            refused = await running.rest.post(
                "/api/v1/own-models", headers=headers, json=body(data, described, shown)
            )
        except httpx.TransportError:  # the server hung up while more than it takes was still being sent
            assert len(data) > BODY_MAX, name
            continue
        assert refused.status_code in {400, 413}, (name, refused.status_code, refused.text[:300])
        if count % 20 == 0:
            decided = await running.rest.post(f"/api/v1/inference/{USE_CASE}", headers=headers, json=sound)
            assert decided.status_code == 200, name
    assert count >= 60
