"""The Open Inference Protocol v2 over REST: bare predictions of the caller's own models, for any client of it.

Its paths, bodies and errors are the protocol's and not ours: no version in front, `{"error": …}` instead of problems.
"""

import asyncio
from typing import Annotated

import msgspec

from api.rest.operations import Answer, get, post
from api.rest.v2_errors import V2Error
from api.rest.v2_wire import InferRequest, InferResponse, decode, encode
from api.services import Limits, Readiness
from api.settings import API_VERSION
from core.errors import ErrorKind, PlatformError
from inference.bare_predictions import Asked, BarePredictions
from inference.open_inference import EXTENSIONS, PLATFORM, SERVER_NAME
from inference.tensors import TensorInfo
from tenants.principals import Principal

TAG = "open-inference"

ModelName = Annotated[
    str,
    msgspec.Meta(min_length=1, max_length=200, description="A use case, or the name of a registered model."),
]
ModelVersion = Annotated[
    str, msgspec.Meta(min_length=1, max_length=64, description="The id of a version of the model.")
]


class ServerLive(msgspec.Struct, frozen=True, kw_only=True):
    live: bool


class ServerReady(msgspec.Struct, frozen=True, kw_only=True):
    ready: bool


class InferenceServer(msgspec.Struct, frozen=True, kw_only=True):
    """extensions: of the protocol, those that are spoken here."""

    name: str
    version: str
    extensions: list[str]


class ModelReady(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    ready: bool


class ModelMetadata(msgspec.Struct, frozen=True, kw_only=True):
    """What a model takes and gives.

    name: as it was asked for.
    versions: the id of the version that answers.
    platform: what runs it.
    """

    name: str
    versions: list[str]
    platform: str
    inputs: list[TensorInfo]
    outputs: list[TensorInfo]


class ModelNotReady(PlatformError):
    kind = ErrorKind.UNAVAILABLE
    code = "model_not_ready"
    fix = "Wait, or deploy another version; the files of this one are not to be had."


class ServerNotReady(PlatformError):
    kind = ErrorKind.UNAVAILABLE
    code = "server_not_ready"
    fix = "Wait until it is ready; requests are refused meanwhile."


@get(
    "/v2/health/live", operation_id="serverLive", summary="Is the server alive", tag=TAG,
    root=True, public=True, error=V2Error,
)  # fmt: skip
async def server_live() -> ServerLive:
    """Answers as long as the event loop turns."""
    return ServerLive(live=True)


@get(
    "/v2/health/ready", operation_id="serverReady", summary="Can the server answer", tag=TAG,
    root=True, public=True, error=V2Error,
)  # fmt: skip
async def server_ready(readiness: Readiness) -> ServerReady:
    """Answers 503 while requests should go to another process."""
    if await readiness.check():
        raise ServerNotReady("This server cannot answer yet.", retry_after_s=1)
    return ServerReady(ready=True)


@get(
    "/v2", operation_id="serverMetadata", summary="What the server is", tag=TAG,
    root=True, public=True, error=V2Error,
)  # fmt: skip
async def server_metadata() -> InferenceServer:
    """Its name, its version and the extensions that it speaks."""
    return InferenceServer(name=SERVER_NAME, version=API_VERSION, extensions=list(EXTENSIONS))


async def _ready(caller: Principal, predictions: BarePredictions, name: str, version: str) -> ModelReady:
    model = await predictions.get(caller, name, version)
    if not await predictions.ready(model):
        raise ModelNotReady("This model cannot answer now.", retry_after_s=5)
    return ModelReady(name=name, ready=True)


@get(
    "/v2/models/{model_name:str}/ready", operation_id="modelReady", summary="Can a model answer", tag=TAG,
    root=True, error=V2Error,
)  # fmt: skip
async def model_ready(
    caller: Principal, model_name: ModelName, bare_predictions: BarePredictions
) -> ModelReady:
    """Scores a row of which nothing is known, and says whether that went well."""
    return await _ready(caller, bare_predictions, model_name, "")


@get(
    "/v2/models/{model_name:str}/versions/{model_version:str}/ready",
    operation_id="modelVersionReady", summary="Can a version answer", tag=TAG, root=True, error=V2Error,
)  # fmt: skip
async def model_version_ready(
    caller: Principal, model_name: ModelName, model_version: ModelVersion, bare_predictions: BarePredictions
) -> ModelReady:
    """As of a model, for the version that is named."""
    return await _ready(caller, bare_predictions, model_name, model_version)


async def _metadata(
    caller: Principal, predictions: BarePredictions, name: str, version: str
) -> ModelMetadata:
    model = await predictions.get(caller, name, version)
    return ModelMetadata(
        name=name,
        versions=[model.label],
        platform=PLATFORM,
        inputs=model.reader.inputs,
        outputs=model.outputs,
    )


@get(
    "/v2/models/{model_name:str}", operation_id="modelMetadata", summary="What a model takes and gives", tag=TAG,
    root=True, error=V2Error,
)  # fmt: skip
async def model_metadata(
    caller: Principal, model_name: ModelName, bare_predictions: BarePredictions
) -> ModelMetadata:
    """The name is of a use case, for what is deployed for it, or of a registered model, for its latest version."""
    return await _metadata(caller, bare_predictions, model_name, "")


@get(
    "/v2/models/{model_name:str}/versions/{model_version:str}",
    operation_id="modelVersionMetadata", summary="What a version takes and gives", tag=TAG, root=True, error=V2Error,
)  # fmt: skip
async def model_version_metadata(
    caller: Principal, model_name: ModelName, model_version: ModelVersion, bare_predictions: BarePredictions
) -> ModelMetadata:
    """As of a model, for the version that is named."""
    return await _metadata(caller, bare_predictions, model_name, model_version)


async def _infer(
    caller: Principal,
    services: tuple[BarePredictions, Limits],
    name: str,
    version: str,
    body: tuple[bytes, str | None, str | None],
    deadline: float,
) -> Answer[InferResponse]:
    predictions, limits = services
    model = await predictions.get(caller, name, version)
    request, tensors = decode(*body)
    asked = Asked.of(model, tensors, [each.name for each in request.outputs or ()])
    timeout_s = deadline - asyncio.get_running_loop().time()
    with limits.units(caller, "modelVersionInfer" if version else "modelInfer", asked.row_count):
        outputs = await predictions.predict(caller, asked, timeout_s)
    return encode(name, model.label, request, outputs)


_EXAMPLE = {
    "id": "batch-7",
    "inputs": [{"name": "features", "shape": [1, 3], "datatype": "FP32", "data": [0.25, 1.0, None]}],
    "outputs": [{"name": "probability"}],
}


@post(
    "/v2/models/{model_name:str}/infer", operation_id="modelInfer", summary="Score rows with a model", tag=TAG,
    root=True, lean=True, bulk=True, reads=InferRequest, error=V2Error, example=_EXAMPLE,
)  # fmt: skip
async def model_infer(
    caller: Principal,
    model_name: ModelName,
    raw: bytes,
    header_length: str | None,
    content_encoding: str | None,
    deadline: float,
    bare_predictions: BarePredictions,
    limits: Limits,
) -> Answer[InferResponse]:
    """Margins and probabilities as the model gives them, without rules, reasons or receipt: no decision is made.

    Tensors are JSON, or follow it as bytes (`Inference-Header-Content-Length`, as in Triton's binary tensor extension).
    """
    body = (raw, header_length, content_encoding)
    return await _infer(caller, (bare_predictions, limits), model_name, "", body, deadline)


@post(
    "/v2/models/{model_name:str}/versions/{model_version:str}/infer",
    operation_id="modelVersionInfer", summary="Score rows with a version", tag=TAG,
    root=True, lean=True, bulk=True, reads=InferRequest, error=V2Error, example=_EXAMPLE,
)  # fmt: skip
async def model_version_infer(
    caller: Principal,
    model_name: ModelName,
    model_version: ModelVersion,
    raw: bytes,
    header_length: str | None,
    content_encoding: str | None,
    deadline: float,
    bare_predictions: BarePredictions,
    limits: Limits,
) -> Answer[InferResponse]:
    """As with a model, for the version that is named."""
    body = (raw, header_length, content_encoding)
    return await _infer(caller, (bare_predictions, limits), model_name, model_version, body, deadline)


HANDLERS = [
    server_live,
    server_ready,
    server_metadata,
    model_metadata,
    model_version_metadata,
    model_ready,
    model_version_ready,
    model_infer,
    model_version_infer,
]
