"""The Open Inference Protocol v2 over gRPC, by tritonclient: Triton, MLServer, KServe."""

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from tritonclient.grpc import InferInput, InferRequestedOutput, InferResult
from tritonclient.grpc.aio import InferenceServerClient
from tritonclient.grpc.service_pb2 import ModelConfigResponse, ModelMetadataResponse
from tritonclient.utils import InferenceServerException

from inference.runtimes.address import ServerAddress
from inference.runtimes.port import RuntimeUnavailable
from inference.runtimes.v2 import (
    DATATYPE,
    DIGEST_PARAMETER,
    INPUT,
    Inferred,
    ModelNotServed,
    RuntimeTimeout,
    ServedModel,
    TensorSpec,
)

# A server that was away is tried again soon: gRPC would let its wait grow to two minutes. To connect takes as long as it takes,
# up to two seconds: with 100 ms, the least wait that gRPC takes for a limit too, a busy host was never reached.
_CHANNEL = [
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 2_000),
    ("grpc.max_reconnect_backoff_ms", 1_000),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.enable_http_proxy", 0),
]
_TIMEOUT = frozenset({"StatusCode.DEADLINE_EXCEEDED", "StatusCode.CANCELLED"})
_UNKNOWN = frozenset({"StatusCode.NOT_FOUND"})
_SAID_MAX = 300


def connect(address: ServerAddress) -> "GrpcClient":
    """Make a client; it connects at its first call. Call this on the event loop that will use it."""
    channel = InferenceServerClient(address.authority, ssl=address.tls, channel_args=_CHANNEL)
    return GrpcClient(channel, address.headers)


class GrpcClient:
    protocol = "grpc"

    def __init__(self, client: InferenceServerClient, headers: dict[str, str]) -> None:
        self._client = client
        self._headers = headers

    async def live(self, timeout_s: float) -> bool:
        try:
            return bool(await self._client.is_server_live(self._headers, client_timeout=timeout_s))
        except InferenceServerException:
            return False

    async def describe(self, model: str, timeout_s: float) -> ServedModel:
        try:
            found = await self._client.get_model_metadata(
                model, headers=self._headers, client_timeout=timeout_s
            )
        except InferenceServerException as error:
            raise _translated(error) from error
        metadata = cast("ModelMetadataResponse", found)
        return ServedModel(
            name=metadata.name,
            versions=tuple(metadata.versions),
            inputs=tuple(TensorSpec(each.name, each.datatype, tuple(each.shape)) for each in metadata.inputs),
            outputs=tuple(
                TensorSpec(each.name, each.datatype, tuple(each.shape)) for each in metadata.outputs
            ),
            digest=await self._digest(model, timeout_s),
        )

    async def _digest(self, model: str, timeout_s: float) -> str:
        """Read the parameter of a server that has Triton's extension for configurations."""
        try:
            found = await self._client.get_model_config(
                model, headers=self._headers, client_timeout=timeout_s
            )
        except InferenceServerException:
            return ""
        parameters = cast("ModelConfigResponse", found).config.parameters
        return str(parameters[DIGEST_PARAMETER].string_value) if DIGEST_PARAMETER in parameters else ""

    async def load(self, model: str, timeout_s: float) -> None:
        try:
            await self._client.load_model(model, headers=self._headers, client_timeout=timeout_s)
        except InferenceServerException as error:
            raise _translated_load(error) from error

    async def unload(self, model: str, timeout_s: float) -> None:
        try:
            await self._client.unload_model(model, headers=self._headers, client_timeout=timeout_s)
        except InferenceServerException as error:
            raise _translated_load(error) from error

    async def infer(
        self,
        model: str,
        version: str,
        matrix: NDArray[np.float32],
        outputs: Sequence[str],
        timeout_s: float,
    ) -> Inferred:
        sent = InferInput(INPUT, list(matrix.shape), DATATYPE)
        sent.set_data_from_numpy(matrix)
        wanted = [InferRequestedOutput(name) for name in outputs]
        try:
            result = await self._client.infer(
                model,
                [sent],
                model_version=version,
                outputs=wanted,
                client_timeout=timeout_s,
                headers=self._headers,
            )
        except InferenceServerException as error:
            raise _translated(error) from error
        answer = result.get_response()
        return Inferred(
            answer.model_name, answer.model_version, {name: _tensor(result, name) for name in outputs}
        )

    async def close(self) -> None:
        await self._client.close()


def _tensor(result: InferResult, name: str) -> NDArray[np.float32]:
    """Read one output, sent as bytes or as numbers. Raises: RuntimeUnavailable."""
    found = result.get_output(name)
    if found is None or found.datatype != DATATYPE:
        kind = "none" if found is None else found.datatype
        raise RuntimeUnavailable(
            "The model server sent an output of another type.", internal=f"{name}: {kind}"
        )
    if found.contents.fp32_contents:
        values = np.array(found.contents.fp32_contents, np.float32)
    else:
        at = [each.name for each in result.get_response().outputs].index(name)
        raw = result.get_response().raw_output_contents
        values = np.frombuffer(raw[at] if at < len(raw) else b"", np.float32)
    try:
        return values.reshape(tuple(found.shape))
    except ValueError as error:
        raise RuntimeUnavailable(
            "The model server's output has another size than it says.", internal=f"{name}: {found.shape}"
        ) from error


def _translated(error: InferenceServerException) -> RuntimeUnavailable:
    # Not its message: a server may repeat the rows that it was sent.
    status = internal = str(error.status())
    if status in _TIMEOUT:
        return RuntimeTimeout("The model server did not answer in time.", internal=internal)
    if status in _UNKNOWN:
        return ModelNotServed("The model server does not serve this version.", internal=internal)
    return RuntimeUnavailable("The model server could not answer.", internal=internal)


def _translated_load(error: InferenceServerException) -> RuntimeUnavailable:
    """A load that fails for any reason but the line means that the model is not to be had there."""
    status = str(error.status())
    if status in _TIMEOUT or status == "StatusCode.UNAVAILABLE":
        return _translated(error)
    return ModelNotServed(
        "The model server did not load this version.", internal=f"{status}: {error.message()}"[:_SAID_MAX]
    )
