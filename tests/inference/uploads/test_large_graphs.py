"""Graphs beyond what a request may hold: received in pieces, tried and kept without anybody holding all of them."""

import functools
import hashlib
import json
import pathlib
import tracemalloc
from collections.abc import AsyncIterator

import lightgbm
import numpy as np
import pytest

from core.clock import SystemClock
from core.objects import FolderObjects, ObjectNotFound
from core.postgres import EmbeddedPostgres
from inference.uploads import wire
from inference.uploads.own_models import GraphNotReceived, GraphsFull, GraphTooLarge, OwnModels
from inference.uploads.trial import Trials
from inference.uploads.wire import Kind, ModelRefused, Reader
from tests.e2e.test_own_models import sample
from tests.inference.uploads.graphs import COLUMNS, rows
from tests.product import Product, product
from training.onnx_export import to_onnx
from training.trees import trees_of

MANIFEST = (
    b'{"format": 1, "columns": [' + b", ".join(b'{"name": "%s", "kind": "number"}' % each.encode() for each in COLUMNS)
    + b'], "reading": {"output": "probability"}}'
)  # fmt: skip
REPEATED = 10


@functools.cache
def large() -> tuple[bytes, bytes]:
    """More than 5 MB of trees of 255 leaves, and the sample that goes with them. Half of them stand for as many: trees are cheap to
    repeat and long to learn."""
    matrix = rows(6_000)
    target = (matrix[:, 0] + rows(6_000, 1, seed=1)[:, 0] > 0).astype(int)
    ways = {
        "objective": "binary",
        "num_leaves": 255,
        "min_data_in_leaf": 2,
        "verbosity": -1,
        "num_threads": 1,
        "learning_rate": 0.005,
    }
    fitted = lightgbm.train(ways, lightgbm.Dataset(matrix, target), 30)
    graph = to_onnx(list(trees_of(fitted)) * REPEATED, 0.0, len(COLUMNS), logistic=True)
    given = matrix[:64]
    margin = REPEATED * np.asarray(fitted.predict(given, raw_score=True))
    return graph, sample(given, 1 / (1 + np.exp(-margin)))


async def pieces(data: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


def service(objects: pathlib.Path, running: Product, *, bytes_max: int) -> OwnModels:
    store = FolderObjects(objects)
    return OwnModels(running.services.registry, Trials(), store, SystemClock(), graph_bytes_max=bytes_max)


async def test_a_model_of_many_trees_decides(running: Product) -> None:
    """A body of more than a request may hold is refused as JSON and form, and taken in a stream; the version answers as its trees do."""
    graph, shown = large()
    assert len(graph) > 5_000_000
    headers = running.asha.headers
    sent = await running.rest.post(
        "/api/v1/own-models/graphs", content=pieces(graph), headers={**headers, "content-type": "application/octet-stream"}
    )  # fmt: skip
    assert sent.status_code == 201, sent.text
    assert sent.json()["sha256"] == hashlib.sha256(graph).hexdigest()
    assert sent.json()["size_bytes"] == len(graph)
    files = {"manifest": MANIFEST, "sample": shown}
    fields = {"use_case": "credit-score", "name": "many-trees"}
    whole = await running.rest.post(
        "/api/v1/own-models", headers=headers, data=fields, files={**files, "graph": graph}
    )
    assert whole.json()["code"] == "body_too_large"
    named = {**fields, "graph_sha256": sent.json()["sha256"]}
    kept = await running.rest.post("/api/v1/own-models", headers=headers, data=named, files=files)
    assert kept.status_code == 201, kept.text
    asked = {"use_case": "credit-score", "version_id": kept.json()["id"]}
    assert (await running.rest.post("/api/v1/deployments", headers=headers, json=asked)).status_code == 201
    matrix = rows(6_000)[:1]
    inputs = dict(zip(COLUMNS, matrix[0].tolist(), strict=True))
    made = await running.rest.post("/api/v1/inference/credit-score", headers=headers, json={"inputs": inputs})
    expected = json.loads(shown)["expected"][0]
    assert made.json()["answer"]["probability"] == pytest.approx(expected, abs=1e-5)


async def test_nobody_holds_all_of_it(running: Product, tmp_path: pathlib.Path) -> None:
    """Of 40 MB that come in a few are in memory at a time, and none of them while the child tries them."""
    models, caller = service(tmp_path / "objects", running, bytes_max=100_000_000), running.asha.system
    piece = bytes(range(256)) * 256

    async def stream() -> AsyncIterator[bytes]:
        for _ in range(40_000_000 // len(piece)):
            yield piece

    tracemalloc.start()
    try:
        received = await models.receive(caller, stream())
        with pytest.raises(ModelRefused):
            await models.upload(
                caller, "credit-score", "n", received.sha256, MANIFEST, sample(rows(20), np.full(20, 0.5))
            )
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert received.size_bytes > 39_000_000
    assert peak < 12_000_000


async def test_an_endless_stream_is_cut(running: Product, tmp_path: pathlib.Path) -> None:
    """It is read to the limit and no further, and nothing of it stays; so is one that breaks off, and one that begins like an archive
    is read no further than that."""
    models, caller = service(tmp_path / "objects", running, bytes_max=1_000_000), running.asha.system
    read = 0

    async def endless(begin: bytes) -> AsyncIterator[bytes]:
        nonlocal read
        yield begin
        while True:
            read += 65_536
            yield bytes(65_536)

    with pytest.raises(GraphTooLarge, match="1,000,000"):
        await models.receive(caller, endless(b"\x08\x08" * 300))
    assert read <= 1_000_000 + 65_536
    read = 0
    with pytest.raises(ModelRefused, match="zip archive"):
        await models.receive(caller, endless(b"PK\x03\x04" + bytes(600)))
    assert read == 0

    async def breaking() -> AsyncIterator[bytes]:
        yield b"\x08\x08" * 300
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await models.receive(caller, breaking())
    assert not [each for each in (tmp_path / "objects" / "received").rglob("*") if each.is_file()]


async def test_what_waits_is_bounded(running: Product, tmp_path: pathlib.Path) -> None:
    """Five files of the largest size may lie about in an environment; the sixth waits for a day, another environment does not."""
    models, caller = service(tmp_path / "objects", running, bytes_max=1_000), running.asha.system
    for number in range(5):
        await models.receive(caller, pieces(bytes([8, number]) * 500))
    with pytest.raises(GraphsFull):
        await models.receive(caller, pieces(bytes([8, 9]) * 500))
    await models.receive(running.other.system, pieces(bytes([8, 9]) * 500))


async def test_a_damaged_file_is_not_kept(running: Product, tmp_path: pathlib.Path) -> None:
    """What the child tried must be what the name says."""
    models, caller = service(tmp_path / "objects", running, bytes_max=100_000_000), running.asha.system
    graph, shown = large()
    received = await models.receive(caller, pieces(graph))
    (file,) = (tmp_path / "objects" / "received").rglob(received.sha256)
    file.write_bytes(graph[:-1])
    with pytest.raises((GraphNotReceived, ModelRefused)):
        await models.upload(caller, "credit-score", "n", received.sha256, MANIFEST, shown)


async def test_a_folder_receives_and_forgets(tmp_path: pathlib.Path) -> None:
    """The same bytes are one object, read in pieces as they came; copies stay when what was received is pruned."""
    store = FolderObjects(tmp_path)
    data = bytes(3_000_000)
    name = await store.receive("in", pieces(data))
    assert name == await store.receive("in", pieces(data)) == hashlib.sha256(data).hexdigest()
    await store.copy(f"in/{name}", "kept/it")
    assert await store.prune("in", 3_600) == len(data)
    assert await store.prune("in", -1) == 0
    assert b"".join([piece async for piece in store.pieces("kept/it")]) == data
    with pytest.raises(ObjectNotFound):
        await store.size(f"in/{name}")
    with pytest.raises(ObjectNotFound):
        await store.copy(f"in/{name}", "kept/other")


def test_short_texts_are_read_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever their order they come out as they stand; equal ones are one part, so that the nodes of large forests fit, and one that
    is cut short is refused."""
    texts = [b"BRANCH_LEQ", b"LEAF", b"", b"LEAF", b"x" * 200, b"LEAF"]
    fields = b"".join(
        b"\x0a" + (bytes([len(each)]) if len(each) < 128 else b"\xc8\x01") + each for each in texts
    )
    message = Reader().read(memoryview(fields), {1: Kind.MANY}, "it")
    assert [bytes(each) for each in message.spans(1)] == texts
    monkeypatch.setattr(wire, "FIELDS_MAX", 10)
    many = b"\x0a\x04LEAF" * 1_000
    assert len(Reader().read(memoryview(many), {1: Kind.MANY}, "it").spans(1)) == 1_000
    different = b"".join(b"\x0a\x02" + number.to_bytes(2) for number in range(11))
    with pytest.raises(ModelRefused, match="parts"):
        Reader().read(memoryview(different), {1: Kind.MANY}, "it")
    with pytest.raises(ModelRefused, match="cut short"):
        Reader().read(memoryview(many[:-1]), {1: Kind.MANY}, "it")
