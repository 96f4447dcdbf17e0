"""The Open Inference Protocol v2 over HTTP, by tritonclient: Triton, MLServer, KServe.

Rows go as binary tensors where the server has that extension. Others get JSON, where a missing value is null: JSON has no
NaN. Whether a server takes that is found out before it scores anything, by the rows that `remote` checks it with.
"""

import asyncio
import math
from collections.abc import Awaitable, Sequence
from typing import TypeAlias, TypeVar, cast

import aiohttp
import msgspec
import numpy as np
from numpy.typing import NDArray
from tritonclient.http import InferInput, InferRequestedOutput, InferResult
from tritonclient.http.aio import InferenceServerClient
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

CONNECTIONS_MAX = 64
BINARY_EXTENSIONS = frozenset({"binary_tensor_data", "binary_data"})
_CALL_MAX_S = 60.0
_SAID_MAX = 300

_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)

Result = TypeVar("Result")
_Json: TypeAlias = "dict[str, object]"


class _Tensor(msgspec.Struct):
    name: str
    datatype: str
    shape: list[int]


class _Model(msgspec.Struct):
    name: str
    versions: list[str] | None = None
    inputs: list[_Tensor] | None = None
    outputs: list[_Tensor] | None = None


class _Server(msgspec.Struct):
    extensions: list[str] | None = None


class _Parameter(msgspec.Struct):
    string_value: str = ""


class _Config(msgspec.Struct):
    parameters: dict[str, _Parameter] | None = None


def connect(address: ServerAddress) -> "HttpClient":
    """Make a client; it connects at its first call. Call this on the event loop that will use it."""
    client = InferenceServerClient(
        address.authority, conn_limit=CONNECTIONS_MAX, conn_timeout=_CALL_MAX_S, ssl=address.tls
    )
    # tritonclient tells aiohttp not to unpack, and reads a refusal as it came.
    return HttpClient(client, address.headers | {"accept-encoding": "identity"})


class HttpClient:
    protocol = "http"

    def __init__(self, client: InferenceServerClient, headers: dict[str, str]) -> None:
        self._client = client
        self._headers = headers
        self._binary: bool | None = None

    async def live(self, timeout_s: float) -> bool:
        try:
            return bool(await _within(self._client.is_server_live(dict(self._headers)), timeout_s))
        except RuntimeUnavailable:
            return False

    async def describe(self, model: str, timeout_s: float) -> ServedModel:
        server = await _within(self._client.get_server_metadata(dict(self._headers)), timeout_s)
        extensions = _read(server, _Server).extensions or []
        self._binary = not BINARY_EXTENSIONS.isdisjoint(extensions)
        found = await _within(self._client.get_model_metadata(model, headers=dict(self._headers)), timeout_s)
        described = _read(found, _Model)
        return ServedModel(
            name=described.name,
            versions=tuple(described.versions or ()),
            inputs=_specs(described.inputs),
            outputs=_specs(described.outputs),
            digest=await self._digest(model, timeout_s),
        )

    async def _digest(self, model: str, timeout_s: float) -> str:
        """Read the parameter of a server that has Triton's extension for configurations."""
        try:
            found = await _within(
                self._client.get_model_config(model, headers=dict(self._headers)), timeout_s
            )
            parameters = _read(found, _Config).parameters or {}
        except RuntimeUnavailable:
            return ""
        return parameters[DIGEST_PARAMETER].string_value if DIGEST_PARAMETER in parameters else ""

    async def load(self, model: str, timeout_s: float) -> None:
        await self._change(self._client.load_model(model, headers=dict(self._headers)), timeout_s)

    async def unload(self, model: str, timeout_s: float) -> None:
        await self._change(self._client.unload_model(model, headers=dict(self._headers)), timeout_s)

    async def _change(self, call: Awaitable[object], timeout_s: float) -> None:
        try:
            await _within(call, timeout_s)
        except RuntimeTimeout:
            raise
        except RuntimeUnavailable as error:
            said = error.__cause__
            if isinstance(said, InferenceServerException):
                raise ModelNotServed(
                    "The model server did not load this version.",
                    internal=f"{said.status()}: {said.message()}"[:_SAID_MAX],
                ) from error
            raise

    async def infer(
        self,
        model: str,
        version: str,
        matrix: NDArray[np.float32],
        outputs: Sequence[str],
        timeout_s: float,
    ) -> Inferred:
        binary = bool(self._binary)
        sent = (InferInput if binary else _NullableInput)(INPUT, list(matrix.shape), DATATYPE)
        sent.set_data_from_numpy(matrix, binary_data=binary)
        call = self._client.infer(
            model,
            [sent],
            model_version=version,
            outputs=[InferRequestedOutput(name, binary_data=binary) for name in outputs],
            headers=self._headers | ({} if binary else {"content-type": "application/json"}),
        )
        result = await _within(call, timeout_s)
        try:
            answer = result.get_response()
            return Inferred(
                str(answer.get("model_name") or ""),
                str(answer.get("model_version") or ""),
                {name: _tensor(result, name) for name in outputs},
            )
        except _UNREADABLE as error:
            raise _no_protocol(error) from error

    async def close(self) -> None:
        await self._client.close()


class _NullableInput(InferInput):  # type: ignore[misc]  # it ships no types
    """A tensor in JSON whose missing values are null."""

    def _get_tensor(self) -> _Json:
        tensor = cast("_Json", super()._get_tensor())
        values = cast("list[float]", tensor["data"])
        return tensor | {"data": [None if math.isnan(value) else value for value in values]}


async def _within(call: Awaitable[Result], timeout_s: float) -> Result:
    """Raises: ModelNotServed, RuntimeTimeout, RuntimeUnavailable."""
    try:
        async with asyncio.timeout(timeout_s):
            return await call
    except TimeoutError as error:
        raise RuntimeTimeout("The model server did not answer in time.") from error
    except (aiohttp.ClientError, OSError) as error:
        raise RuntimeUnavailable("The model server could not be reached.", internal=str(error)) from error
    except InferenceServerException as error:
        internal = str(error.status())  # not its message: a server may repeat the rows that it was sent
        if str(error.status()) == "404":
            raise ModelNotServed(
                "The model server does not serve this version.", internal=internal
            ) from error
        raise RuntimeUnavailable("The model server could not answer.", internal=internal) from error
    except _UNREADABLE as error:  # tritonclient reads the answer as it comes
        raise _no_protocol(error) from error


def _no_protocol(error: Exception) -> RuntimeUnavailable:
    return RuntimeUnavailable(
        "The model server does not answer as the protocol says.", internal=type(error).__name__
    )


def _read(answer: object, kind: type[Result]) -> Result:
    """Raises: RuntimeUnavailable."""
    try:
        return msgspec.convert(answer, kind)
    except msgspec.ValidationError as error:
        raise _no_protocol(error) from error


def _specs(tensors: Sequence[_Tensor] | None) -> tuple[TensorSpec, ...]:
    return tuple(TensorSpec(each.name, each.datatype, tuple(each.shape)) for each in tensors or ())


def _tensor(result: InferResult, name: str) -> NDArray[np.float32]:
    """Read one output. Raises: RuntimeUnavailable, and what `_UNREADABLE` names."""
    found = result.get_output(name)
    if found is None or found.get("datatype") != DATATYPE:
        kind = "none" if found is None else found.get("datatype")
        raise RuntimeUnavailable(
            "The model server sent an output of another type.", internal=f"{name}: {kind}"
        )
    return np.asarray(result.as_numpy(name), np.float32)
