"""`inference.GRPCInferenceService` on the gRPC port: typed and raw tensors, the same numbers and refusals as under `/v2`."""

import grpc
import numpy as np
import pytest
from google.protobuf import descriptor_pb2
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from api.rpc.stubs.inference import open_inference_pb2 as pb
from api.rpc.stubs.inference import open_inference_pb2_grpc
from tests.e2e.open_inference import USE_CASE, Served, serve_version
from tests.product import Product

SERVICE = "inference.GRPCInferenceService"


@pytest.fixture(scope="module")
async def served(running: Product) -> Served:
    return await serve_version(running, running.asha)


def key(running: Product) -> tuple[tuple[str, str], ...]:
    return (("x-api-key", running.asha.sandbox_key),)


def a_request(rows: int = 1, **fields: object) -> pb.ModelInferRequest:
    request = pb.ModelInferRequest(model_name=USE_CASE, id="seven")
    request.inputs.add(name="features", datatype="FP32", shape=[rows, 5])
    return request


def floats(answer: pb.ModelInferResponse, at: int) -> list[float]:
    dtype = {"FP32": "<f4", "FP64": "<f8"}[answer.outputs[at].datatype]
    return [float(value) for value in np.frombuffer(answer.raw_output_contents[at], dtype)]


async def test_raw_and_typed_contents(running: Product, served: Served) -> None:
    """Elements as bytes and as a list of floats give the version's own numbers."""
    stub = open_inference_pb2_grpc.GRPCInferenceServiceStub(running.channel)
    matrix = served.rows[:20]
    offline = served.offline.score(matrix)
    raw = a_request(20)
    raw.raw_input_contents.append(matrix.tobytes())
    typed = a_request(20)
    typed.inputs[0].contents.fp32_contents.extend(matrix.ravel().tolist())
    for request in (raw, typed):
        answer = await stub.ModelInfer(request, metadata=key(running))
        assert floats(answer, 0) == offline.margin.tolist()
        assert floats(answer, 1) == offline.probability.tolist()
        assert (answer.id, answer.model_version) == ("seven", served.version_id)
        assert [list(each.shape) for each in answer.outputs] == [[20, 1], [20, 1]]


async def test_outputs_by_name_and_texts(running: Product, served: Served) -> None:
    """A named version, one output that is asked for, and a category as its text."""
    stub = open_inference_pb2_grpc.GRPCInferenceServiceStub(running.channel)
    request = pb.ModelInferRequest(model_name=served.name, model_version=served.version_id)
    grade = request.inputs.add(name="grade", datatype="BYTES", shape=[1])
    grade.contents.bytes_contents.append(b"C")
    request.outputs.add(name="contributions")
    answer = await stub.ModelInfer(request, metadata=key(running))
    row = np.full((1, 5), np.nan, np.float32)
    row[0, 2] = 2
    assert floats(answer, 0) == served.offline.explain(row).ravel().tolist()
    raw = pb.ModelInferRequest(model_name=served.name)
    raw.inputs.add(name="grade", datatype="BYTES", shape=[1])
    raw.raw_input_contents.append(b"\x01\x00\x00\x00C")
    assert (
        floats(await stub.ModelInfer(raw, metadata=key(running)), 0)
        == served.offline.score(row).margin.tolist()
    )


async def test_health_metadata_and_reflection(running: Product, served: Served) -> None:
    """The server's methods ask no credential, a model's do; reflection gives the protocol's own descriptors."""
    stub = open_inference_pb2_grpc.GRPCInferenceServiceStub(running.channel)
    assert (await stub.ServerLive(pb.ServerLiveRequest())).live
    assert (await stub.ServerReady(pb.ServerReadyRequest())).ready
    assert "binary_tensor_data" in (await stub.ServerMetadata(pb.ServerMetadataRequest())).extensions
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await stub.ModelReady(pb.ModelReadyRequest(name=USE_CASE))
    assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
    assert (await stub.ModelReady(pb.ModelReadyRequest(name=USE_CASE), metadata=key(running))).ready
    asked = pb.ModelMetadataRequest(name=USE_CASE, version=served.version_id)
    told = await stub.ModelMetadata(asked, metadata=key(running))
    assert [each.name for each in told.inputs][:2] == ["income", "owner"]
    assert list(told.versions) == [served.version_id]
    ask = reflection_pb2.ServerReflectionRequest(file_containing_symbol=SERVICE)
    stub_of = reflection_pb2_grpc.ServerReflectionStub(running.channel)  # type: ignore[arg-type]  # typed for sync only
    async for reply in stub_of.ServerReflectionInfo(iter([ask])):  # type: ignore[operator]  # left incomplete
        raw = reply.file_descriptor_response.file_descriptor_proto[0]
        assert descriptor_pb2.FileDescriptorProto.FromString(raw).package == "inference"


async def test_another_tenants_model_is_not_there(running: Product, served: Served) -> None:
    """A stranger hears NOT_FOUND."""
    stub = open_inference_pb2_grpc.GRPCInferenceServiceStub(running.channel)
    stranger = (("x-api-key", running.other.sandbox_key),)
    for asked in (served.name, "nothing"):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stub.ModelMetadata(pb.ModelMetadataRequest(name=asked), metadata=stranger)
        assert refused.value.code() is grpc.StatusCode.NOT_FOUND


def _bad() -> dict[str, pb.ModelInferRequest]:
    nothing, short, both, wrong, half, fp16 = (a_request() for _ in range(6))
    short.raw_input_contents.append(bytes(4))
    both.raw_input_contents.append(bytes(20))
    both.inputs[0].contents.fp32_contents.extend([1] * 5)
    wrong.inputs[0].contents.fp64_contents.extend([1] * 5)
    half.raw_input_contents.append(bytes(19))
    fp16.inputs[0].datatype = "FP16"
    fp16.inputs[0].contents.fp32_contents.extend([1] * 5)
    return {"nothing": nothing, "short": short, "both": both, "wrong": wrong, "half": half, "fp16": fp16}


@pytest.mark.parametrize("name", sorted(_bad()))
async def test_what_cannot_be_scored_is_refused(running: Product, served: Served, name: str) -> None:
    """Elements that are missing, twice or of another type are INVALID_ARGUMENT."""
    stub = open_inference_pb2_grpc.GRPCInferenceServiceStub(running.channel)
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await stub.ModelInfer(_bad()[name], metadata=key(running))
    assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
