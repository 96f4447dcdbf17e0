"""The caller's environment as a whole, over gRPC: a stream of pieces of one tar."""

from collections.abc import AsyncIterator

from api.rpc.methods import method
from api.rpc.pieces import pieces
from api.rpc.stubs.countermark.tenants.v1 import tenants_pb2 as pb
from api.rpc.tenants import SERVICE
from resolution.leaving.environment_exports import EnvironmentExports
from tenants.principals import Principal


@method(SERVICE, "ExportEnvironment")
async def export_environment(
    caller: Principal, environment_exports: EnvironmentExports, request: pb.ExportEnvironmentRequest
) -> AsyncIterator[pb.ExportEnvironmentResponse]:
    del request
    file = await environment_exports.export(caller)
    return (pb.ExportEnvironmentResponse(data=piece) async for piece in pieces(file))


METHODS = [export_environment]
