"""tritonclient's own clients against this server: HTTP and gRPC, JSON and binary tensors, health, metadata and refusals."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import numpy as np
import pytest
import tritonclient.grpc as over_grpc
import tritonclient.grpc.aio as over_grpc_aio
import tritonclient.http as over_http
from numpy.typing import NDArray
from tritonclient.utils import InferenceServerException

from api.rpc.server import build_server, stop_server
from api.settings import FaceSettings
from tests.e2e.open_inference import USE_CASE, Served, serve_version
from tests.product import Product

Result = TypeVar("Result")


@pytest.fixture(scope="module")
async def served(running: Product) -> Served:
    return await serve_version(running, running.asha)


@pytest.fixture
async def rpc_address(running: Product) -> AsyncIterator[str]:
    server = build_server(running.services, FaceSettings())
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    yield f"127.0.0.1:{port}"
    await stop_server(server, 1)


def headers_of(running: Product) -> dict[str, str]:
    return {"x-api-key": running.asha.sandbox_key}


async def over(running: Product, work: Callable[[over_http.InferenceServerClient], Result]) -> Result:
    """Use the HTTP client, which blocks, in a thread; the server has this one."""
    address = running.rest.base_url.netloc.decode()

    def run() -> Result:
        with over_http.InferenceServerClient(address) as client:
            return work(client)

    return await asyncio.to_thread(run)


def tensors(rows: NDArray[np.float32], *, binary: bool) -> list[over_http.InferInput]:
    tensor = over_http.InferInput("features", list(rows.shape), "FP32")
    tensor.set_data_from_numpy(rows, binary_data=binary)
    return [tensor]


@pytest.mark.parametrize("sent_binary", [True, False])
@pytest.mark.parametrize("asked", ["binary", "json", None])
async def test_http(running: Product, served: Served, sent_binary: bool, asked: str | None) -> None:
    """Tensors sent and asked for as JSON or bytes, in each combination, and as the client has it by default."""
    rows = np.nan_to_num(served.rows[:7])
    offline = served.offline.score(rows)
    wanted = None
    if asked is not None:
        binary = asked == "binary"
        wanted = [
            over_http.InferRequestedOutput(name, binary_data=binary) for name in ("probability", "margin")
        ]
    answer = await over(
        running,
        lambda client: client.infer(
            USE_CASE,
            tensors(rows, binary=sent_binary),
            outputs=wanted,
            request_id="seven",
            headers=headers_of(running),
        ),
    )
    assert answer.as_numpy("probability").ravel().tolist() == offline.probability.tolist()
    assert answer.as_numpy("margin").ravel().tolist() == offline.margin.tolist()
    assert answer.get_response()["id"] == "seven"


@pytest.mark.parametrize("packed", ["gzip", "deflate"])
async def test_http_compressed(running: Product, served: Served, packed: str) -> None:
    """The client may compress what it sends, binary tensors included."""
    rows = np.nan_to_num(served.rows[:40])
    answer = await over(
        running,
        lambda client: client.infer(
            served.name, tensors(rows, binary=True), model_version=served.version_id,
            headers=headers_of(running), request_compression_algorithm=packed,
        ),
    )  # fmt: skip
    assert answer.as_numpy("margin").ravel().tolist() == served.offline.score(rows).margin.tolist()


async def test_http_texts_and_missing_values(running: Product, served: Served) -> None:
    """One tensor a column: texts as BYTES, NaN for a value that is missing."""
    income = over_http.InferInput("income", [2], "FP64")
    income.set_data_from_numpy(np.array([np.nan, 0.5]))
    grade = over_http.InferInput("grade", [2, 1], "BYTES")
    grade.set_data_from_numpy(np.array([["C"], ["A"]], dtype=object))
    answer = await over(
        running, lambda client: client.infer(USE_CASE, [income, grade], headers=headers_of(running))
    )
    rows = np.full((2, 5), np.nan, np.float32)
    rows[:, 0], rows[:, 2] = [np.nan, 0.5], [2, 0]
    assert answer.as_numpy("margin").ravel().tolist() == served.offline.score(rows).margin.tolist()


async def test_http_health_and_metadata(running: Product, served: Served) -> None:
    """What the client asks before it infers."""
    key = headers_of(running)
    assert await over(running, lambda client: client.is_server_live())
    assert await over(running, lambda client: client.is_server_ready())
    assert await over(running, lambda client: client.is_model_ready(USE_CASE, headers=key))
    assert await over(running, lambda client: client.is_model_ready(USE_CASE, served.version_id, headers=key))
    assert not await over(running, lambda client: client.is_model_ready("nothing", headers=key))
    assert (await over(running, lambda client: client.get_server_metadata()))["name"] == "countermark"
    told = await over(running, lambda client: client.get_model_metadata(USE_CASE, headers=key))
    assert told["versions"] == [served.version_id]


async def test_http_refusals(running: Product, served: Served) -> None:
    """The client reads our words out of a refusal."""
    wrong = np.zeros((1, 3), np.float32)
    with pytest.raises(InferenceServerException, match=r"shape is not \[n, 5\]") as refused:
        await over(
            running,
            lambda client: client.infer(USE_CASE, tensors(wrong, binary=True), headers=headers_of(running)),
        )
    assert refused.value.status() == "400"
    with pytest.raises(InferenceServerException, match="no such model"):
        await over(
            running,
            lambda client: client.infer("nothing", tensors(wrong, binary=True), headers=headers_of(running)),
        )


async def test_grpc(running: Product, served: Served, rpc_address: str) -> None:
    """The gRPC client, which sends raw contents and reads them back, in the same process as our own messages."""
    rows = served.rows[:30]
    tensor = over_grpc.InferInput("features", list(rows.shape), "FP32")
    tensor.set_data_from_numpy(rows)
    wanted = [over_grpc.InferRequestedOutput(name) for name in ("contributions", "probability")]
    key = headers_of(running)
    async with over_grpc_aio.InferenceServerClient(rpc_address) as client:
        assert await client.is_server_live()
        assert await client.is_server_ready()
        assert await client.is_model_ready(USE_CASE, headers=key)
        assert (await client.get_server_metadata()).name == "countermark"
        told = await client.get_model_metadata(served.name, served.version_id, headers=key)
        assert [each.name for each in told.outputs] == ["margin", "probability", "contributions"]
        answer = await client.infer(USE_CASE, [tensor], outputs=wanted, request_id="seven", headers=key)
        assert (
            answer.as_numpy("probability").ravel().tolist() == served.offline.score(rows).probability.tolist()
        )
        assert np.array_equal(answer.as_numpy("contributions"), served.offline.explain(rows))
        assert answer.get_response().id == "seven"
        grade = over_grpc.InferInput("grade", [1], "BYTES")
        grade.set_data_from_numpy(np.array([b"C"], dtype=object))
        assert (await client.infer(USE_CASE, [grade], headers=key)).as_numpy("margin").shape == (1, 1)
        with pytest.raises(InferenceServerException, match="no such model"):
            await client.infer("nothing", [tensor], headers=key)
