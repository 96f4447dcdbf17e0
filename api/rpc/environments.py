"""The caller's environment as a whole, over gRPC: a stream of pieces of one tar."""

from collections.abc import AsyncIterator

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.pieces import pieces
from api.rpc.stubs.countermark.tenants.v1 import tenants_pb2 as pb
from api.rpc.tenants import SERVICE
from resolution.leaving.environment_exports import EnvironmentExports
from tenants.closings import CloseEnvironment, Closings, Environment
from tenants.principals import Principal

WANTED = Codec(CloseEnvironment, pb.CloseEnvironmentRequest)
ENVIRONMENT = Codec(Environment, pb.Environment)


@method(SERVICE, "ExportEnvironment")
async def export_environment(
    caller: Principal, environment_exports: EnvironmentExports, request: pb.ExportEnvironmentRequest
) -> AsyncIterator[pb.ExportEnvironmentResponse]:
    del request
    file = await environment_exports.export(caller)
    return (pb.ExportEnvironmentResponse(data=piece) async for piece in pieces(file))


@method(SERVICE, "GetEnvironment")
async def get_environment(
    caller: Principal, closings: Closings, request: pb.GetEnvironmentRequest
) -> pb.Environment:
    del request
    return ENVIRONMENT.message(await closings.get(caller))


@method(SERVICE, "CloseEnvironment", keyed=Keyed.OPTIONAL)
async def close_environment(
    caller: Principal, closings: Closings, request: pb.CloseEnvironmentRequest
) -> pb.Environment:
    return ENVIRONMENT.message(await closings.close(caller, WANTED.struct(request)))


METHODS = [get_environment, export_environment, close_environment]
