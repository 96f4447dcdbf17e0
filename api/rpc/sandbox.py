"""Sandboxes over gRPC: the same use cases as on REST."""

from api.rpc.codec import Codec
from api.rpc.methods import method
from api.rpc.stubs.countermark.sandbox.v1 import sandbox_pb2 as pb
from resolution.sandboxes.sandboxes import CreateSandbox, MagicValues, Sandbox, Sandboxes
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["SandboxService"]
WANTED = Codec(CreateSandbox, pb.CreateSandboxRequest)
SANDBOX = Codec(Sandbox, pb.CreateSandboxResponse)
VALUES = Codec(MagicValues, pb.ListMagicValuesResponse)


@method(SERVICE, "CreateSandbox", public=True)
async def create_sandbox(
    sandboxes: Sandboxes, request: pb.CreateSandboxRequest, peer: str | None
) -> pb.CreateSandboxResponse:
    return SANDBOX.message(await sandboxes.sign_up(peer, WANTED.struct(request)))


@method(SERVICE, "ListMagicValues")
async def list_magic_values(
    caller: Principal, sandboxes: Sandboxes, request: pb.ListMagicValuesRequest
) -> pb.ListMagicValuesResponse:
    del request
    return VALUES.message(await sandboxes.magic_values(caller))


METHODS = [create_sandbox, list_magic_values]
