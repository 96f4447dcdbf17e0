"""The Open Inference Protocol v2 over gRPC: the same bare predictions as under REST's `/v2`."""

import asyncio
from collections.abc import Sequence
from typing import cast

from api.rpc.methods import Method, method
from api.rpc.stubs.inference import open_inference_pb2
from api.services import Limits, Readiness
from api.settings import API_VERSION
from core.errors import shown
from inference.bare_predictions import Asked, BarePredictions
from inference.inputs import InputValue
from inference.open_inference import EXTENSIONS, PLATFORM, SERVER_NAME, TENSORS_MAX
from inference.tensors import Tensor, TensorInfo, TensorsRefused, from_bytes, refused, texts, to_bytes
from tenants.principals import Principal

pb = open_inference_pb2
SERVICE = pb.DESCRIPTOR.services_by_name["GRPCInferenceService"]

_CONTENTS = {
    "BOOL": "bool_contents",
    "INT8": "int_contents",
    "INT16": "int_contents",
    "INT32": "int_contents",
    "INT64": "int64_contents",
    "UINT8": "uint_contents",
    "UINT16": "uint_contents",
    "UINT32": "uint_contents",
    "UINT64": "uint64_contents",
    "FP32": "fp32_contents",
    "FP64": "fp64_contents",
    "BYTES": "bytes_contents",
}


@method(SERVICE, "ServerLive", public=True)
async def server_live() -> pb.ServerLiveResponse:
    return pb.ServerLiveResponse(live=True)


@method(SERVICE, "ServerReady", public=True)
async def server_ready(readiness: Readiness) -> pb.ServerReadyResponse:
    return pb.ServerReadyResponse(ready=not await readiness.check())


@method(SERVICE, "ServerMetadata", public=True)
async def server_metadata() -> pb.ServerMetadataResponse:
    return pb.ServerMetadataResponse(name=SERVER_NAME, version=API_VERSION, extensions=EXTENSIONS)


@method(SERVICE, "ModelReady")
async def model_ready(
    request: pb.ModelReadyRequest, caller: Principal, bare_predictions: BarePredictions
) -> pb.ModelReadyResponse:
    model = await bare_predictions.get(caller, request.name, request.version)
    return pb.ModelReadyResponse(ready=await bare_predictions.ready(model))


@method(SERVICE, "ModelMetadata")
async def model_metadata(
    request: pb.ModelMetadataRequest, caller: Principal, bare_predictions: BarePredictions
) -> pb.ModelMetadataResponse:
    model = await bare_predictions.get(caller, request.name, request.version)
    return pb.ModelMetadataResponse(
        name=request.name,
        versions=[model.label],
        platform=PLATFORM,
        inputs=[_info(each) for each in model.reader.inputs],
        outputs=[_info(each) for each in model.outputs],
    )


@method(SERVICE, "ModelInfer", bulk=True)
async def model_infer(
    request: pb.ModelInferRequest,
    caller: Principal,
    bare_predictions: BarePredictions,
    limits: Limits,
    deadline: float,
) -> pb.ModelInferResponse:
    model = await bare_predictions.get(caller, request.model_name, request.model_version)
    timeout_s = deadline - asyncio.get_running_loop().time()
    asked = Asked.of(model, _tensors(request), [each.name for each in request.outputs])
    with limits.units(caller, "modelInfer", asked.row_count):
        found = await bare_predictions.predict(caller, asked, timeout_s)
    return _response(request, model.label, found)


def _info(told: TensorInfo) -> pb.ModelMetadataResponse.TensorMetadata:
    return pb.ModelMetadataResponse.TensorMetadata(name=told.name, datatype=told.datatype, shape=told.shape)


def _tensors(request: pb.ModelInferRequest) -> list[Tensor]:
    """Raises: TensorsRefused."""
    inputs, raw = request.inputs, request.raw_input_contents
    if len(inputs) > TENSORS_MAX:
        raise TensorsRefused(f"There are more than {TENSORS_MAX} input tensors.")
    if not raw:
        return [_typed(each) for each in inputs]
    if len(raw) != len(inputs) or any(each.HasField("contents") for each in inputs):
        raise TensorsRefused("`raw_input_contents` holds the elements of all inputs, or of none.")
    return [
        from_bytes(told.name, told.datatype, told.shape, data) for told, data in zip(inputs, raw, strict=True)
    ]


def _typed(told: pb.ModelInferRequest.InferInputTensor) -> Tensor:
    field = _CONTENTS.get(told.datatype)
    if field is None:
        raise refused(
            shown(told.name), f"{shown(told.datatype)} has no typed contents.", "Send raw_input_contents."
        )
    held = [each.name for each, _ in told.contents.ListFields()]
    if any(each != field for each in held):
        raise refused(shown(told.name), f"Its elements are not in `{field}`.", f"Fill `{field}`.")
    values: Sequence[InputValue] = list(getattr(told.contents, field))
    if told.datatype == "BYTES":
        values = texts(told.name, cast("Sequence[bytes]", values))
    return Tensor(told.name, told.datatype, told.shape, values)


def _response(
    request: pb.ModelInferRequest, version: str, tensors: Sequence[Tensor]
) -> pb.ModelInferResponse:
    """The elements go as bytes, which every client reads and no list of numbers is as quick as."""
    output = pb.ModelInferResponse.InferOutputTensor
    return pb.ModelInferResponse(
        model_name=request.model_name,
        model_version=version,
        id=request.id,
        outputs=[output(name=each.name, datatype=each.datatype, shape=each.shape) for each in tensors],
        raw_output_contents=[to_bytes(each) for each in tensors],
    )


METHODS: list[Method] = [
    server_live,
    server_ready,
    server_metadata,
    model_ready,
    model_metadata,
    model_infer,
]
