# ruff: noqa: N802
"""A model server of the Open Inference Protocol v2 on real sockets, over gRPC and HTTP, that can be told to misbehave."""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Awaitable
from typing import TypeAlias, TypeVar

import grpc
import msgspec
import numpy as np
from google.protobuf.message import Message
from numpy.typing import NDArray
from tritonclient.grpc import service_pb2 as pb
from tritonclient.grpc import service_pb2_grpc

from api.rpc.server import stop_server
from inference.runtimes.port import RuntimeUnavailable, Scorer
from inference.runtimes.v2 import DIGEST_PARAMETER

Found = TypeVar("Found")
Context: TypeAlias = "grpc.aio.ServicerContext[Message, Message]"


@dataclasses.dataclass
class FakeModel:
    """scorer: what really runs. The rest is what the server says of it."""

    name: str
    scorer: Scorer
    feature_count: int
    widths: dict[str, int]
    digest: str = ""
    versions: tuple[str, ...] = ("1",)
    datatype: str = "FP32"
    loaded: bool = True


@dataclasses.dataclass
class Faults:
    """delay_s: before each answer. answering_version: instead of the true one. short: rows left out of each answer.

    nonsense: what HTTP answers instead of anything else.
    """

    delay_s: float = 0.0
    answering_version: str = ""
    short: int = 0
    not_a_number: bool = False
    wide: bool = False
    nonsense: bytes = b""


class NotServed(Exception):
    """The model is unknown or not loaded."""


class FakeModelServer:
    """grpc_peers, http_peers: connections that were made. calls: runs of models, by rows. It starts again where it stood."""

    def __init__(self, *, binary: bool = True) -> None:
        self.models: dict[str, FakeModel] = {}
        self.faults = Faults()
        self.binary = binary
        self.calls: list[int] = []
        self.grpc_peers: set[str] = set()
        self.http_peers = 0
        self.headers: list[dict[str, str]] = []
        self._grpc_port = self._http_port = 0
        self._grpc: grpc.aio.Server | None = None
        self._http: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()

    @property
    def grpc_url(self) -> str:
        return f"grpc://127.0.0.1:{self._grpc_port}"

    @property
    def http_url(self) -> str:
        return f"http://127.0.0.1:{self._http_port}"

    async def start(self) -> None:
        self._grpc = grpc.aio.server()
        service_pb2_grpc.add_GRPCInferenceServiceServicer_to_server(_Servicer(self), self._grpc)
        self._grpc_port = self._grpc.add_insecure_port(f"127.0.0.1:{self._grpc_port}")
        await self._grpc.start()
        self._http = await asyncio.start_server(self._connected, "127.0.0.1", self._http_port)
        self._http_port = self._http.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """End at once: connections break."""
        if self._grpc is not None:
            await stop_server(self._grpc, 0)
        if self._http is not None:
            self._http.close()
        for task in list(self._serving):
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def find(self, name: str) -> FakeModel:
        model = self.models.get(name)
        if model is None or not model.loaded:
            raise NotServed(name)
        return model

    async def run(self, name: str, matrix: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        """Raises: NotServed, RuntimeUnavailable for rows that the graph does not take."""
        model = self.find(name)
        await asyncio.sleep(self.faults.delay_s)
        self.calls.append(len(matrix))
        found = model.scorer.outputs(matrix)
        margin = found.margin.astype(np.float32).reshape(-1, 1)
        if self.faults.not_a_number:
            margin[0] = np.nan
        if self.faults.wide:
            margin = np.concatenate([margin, margin], axis=1)
        outputs = {"margin": margin, **found.heads}
        return {key: values[: len(values) - self.faults.short] for key, values in outputs.items()}

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.http_peers += 1
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
                while True:
                    await self._serve_one(reader, writer)
        finally:
            self._serving.discard(task)
            writer.transport.abort()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        self.headers.append(headers)
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        try:
            status, answer, more = await self._answer(head[0].split(" ")[1], headers, body)
        except NotServed as error:
            status, answer, more = 404, msgspec.json.encode({"error": f"unknown model {error}"}), ""
        except RuntimeUnavailable as error:
            status, answer, more = 400, msgspec.json.encode({"error": error.message}), ""
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: {len(answer)}\r\n{more}\r\n".encode() + answer)
        await writer.drain()

    async def _answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes, str]:
        if self.faults.nonsense:
            return 200, self.faults.nonsense, ""
        match path.strip("/").split("/"):
            case ["v2", "health", _]:
                return 200, b"", ""
            case ["v2"]:
                extensions = ["binary_tensor_data"] if self.binary else []
                return 200, msgspec.json.encode({"name": "fake", "extensions": extensions}), ""
            case ["v2", "models", name]:
                return 200, msgspec.json.encode(_described(self.find(name))), ""
            case ["v2", "models", name, "config"]:
                parameters = {DIGEST_PARAMETER: {"string_value": self.find(name).digest}}
                return 200, msgspec.json.encode({"parameters": parameters}), ""
            case ["v2", "models", name, *_, "infer"]:
                return await self._inferred(name, headers, body)
            case ["v2", "repository", "models", name, "load"]:
                if name not in self.models:
                    return 400, b'{"error":"no such model"}', ""
                self.models[name].loaded = True
                return 200, b"", ""
        return 404, b'{"error":"no such page"}', ""

    async def _inferred(self, name: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes, str]:
        size = int(headers.get("inference-header-content-length", len(body)))
        request = msgspec.json.decode(body[:size])
        sent = request["inputs"][0]
        if "data" in sent:
            matrix = np.array(sent["data"], np.float32).reshape(sent["shape"])
        else:
            matrix = np.frombuffer(body[size:], np.float32).reshape(sent["shape"])
        outputs = await self.run(name, matrix)
        answers, raw = [], b""
        for key, values in outputs.items():
            answer: dict[str, object] = {"name": key, "shape": list(values.shape), "datatype": "FP32"}
            if self.binary:
                answer["parameters"] = {"binary_data_size": values.nbytes}
                raw += values.tobytes()
            else:
                answer["data"] = [None if np.isnan(value) else value for value in values.ravel().tolist()]
            answers.append(answer)
        version = self.faults.answering_version or self.models[name].versions[0]
        header = msgspec.json.encode({"model_name": name, "model_version": version, "outputs": answers})
        more = f"Inference-Header-Content-Length: {len(header)}\r\n" if self.binary else ""
        return 200, header + raw, more


def _described(model: FakeModel) -> dict[str, object]:
    return {
        "name": model.name,
        "versions": list(model.versions),
        "inputs": [{"name": "features", "datatype": "FP32", "shape": [-1, model.feature_count]}],
        "outputs": [
            {"name": name, "datatype": model.datatype, "shape": [-1, width]}
            for name, width in model.widths.items()
        ],
    }


class _Servicer(service_pb2_grpc.GRPCInferenceServiceServicer):  # type: ignore[misc]  # it ships no types
    def __init__(self, server: FakeModelServer) -> None:
        self._server = server

    async def ServerLive(self, request: object, context: Context) -> object:
        return pb.ServerLiveResponse(live=True)

    async def ModelMetadata(self, request: pb.ModelMetadataRequest, context: Context) -> object:
        described = _described(await _found(self._find(request.name), context))
        return pb.ModelMetadataResponse(**described)

    async def ModelConfig(self, request: pb.ModelConfigRequest, context: Context) -> object:
        model = await _found(self._find(request.name), context)
        answer = pb.ModelConfigResponse()
        if model.digest:
            answer.config.parameters[DIGEST_PARAMETER].string_value = model.digest
        return answer

    async def RepositoryModelLoad(self, request: pb.RepositoryModelLoadRequest, context: Context) -> object:
        if request.model_name not in self._server.models:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "no such model")
        self._server.models[request.model_name].loaded = True
        return pb.RepositoryModelLoadResponse()

    async def ModelInfer(self, request: pb.ModelInferRequest, context: Context) -> object:
        self._server.grpc_peers.add(context.peer())
        self._server.headers.append({key: str(value) for key, value in context.invocation_metadata() or ()})
        matrix = np.frombuffer(request.raw_input_contents[0], np.float32).reshape(
            tuple(request.inputs[0].shape)
        )
        outputs = await _found(self._server.run(request.model_name, matrix), context)
        version = self._server.faults.answering_version or self._server.models[request.model_name].versions[0]
        answer = pb.ModelInferResponse(model_name=request.model_name, model_version=version)
        for name, values in outputs.items():
            answer.outputs.add(name=name, datatype="FP32", shape=values.shape)
            answer.raw_output_contents.append(values.tobytes())
        return answer

    async def _find(self, name: str) -> FakeModel:
        return self._server.find(name)


async def _found(call: Awaitable[Found], context: Context) -> Found:
    """Translate what goes wrong as Triton does."""
    try:
        return await call
    except NotServed as error:
        await context.abort(grpc.StatusCode.NOT_FOUND, f"unknown model {error}")
    except RuntimeUnavailable as error:
        await context.abort(grpc.StatusCode.INVALID_ARGUMENT, error.message)
    raise AssertionError("abort raises")


@contextlib.asynccontextmanager
async def fake_model_server(*, binary: bool = True) -> AsyncIterator[FakeModelServer]:
    server = FakeModelServer(binary=binary)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
