"""Sandboxes over gRPC: the same use cases as on REST."""

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.sandbox.v1 import sandbox_pb2 as pb
from resolution.sandboxes.clocks import AdvanceClock, SandboxClock, SandboxClocks
from resolution.sandboxes.sandboxes import (
    CreateSandbox,
    MagicValues,
    ResetSandbox,
    Sandbox,
    Sandboxes,
    SandboxReset,
)
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["SandboxService"]
WANTED = Codec(CreateSandbox, pb.CreateSandboxRequest)
SANDBOX = Codec(Sandbox, pb.CreateSandboxResponse)
RESET = Codec(ResetSandbox, pb.ResetSandboxRequest)
DONE = Codec(SandboxReset, pb.ResetSandboxResponse)
CLOCK = Codec(SandboxClock, pb.GetSandboxClockResponse)
MOVE = Codec(AdvanceClock, pb.AdvanceSandboxClockRequest)
MOVED = Codec(SandboxClock, pb.AdvanceSandboxClockResponse)
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


@method(SERVICE, "ResetSandbox", keyed=Keyed.OPTIONAL)
async def reset_sandbox(
    caller: Principal, sandboxes: Sandboxes, request: pb.ResetSandboxRequest
) -> pb.ResetSandboxResponse:
    return DONE.message(await sandboxes.reset(caller, RESET.struct(request)))


@method(SERVICE, "GetSandboxClock")
async def get_sandbox_clock(
    caller: Principal, sandbox_clocks: SandboxClocks, request: pb.GetSandboxClockRequest
) -> pb.GetSandboxClockResponse:
    del request
    return CLOCK.message(await sandbox_clocks.get(caller))


@method(SERVICE, "AdvanceSandboxClock", keyed=Keyed.OPTIONAL)
async def advance_sandbox_clock(
    caller: Principal, sandbox_clocks: SandboxClocks, request: pb.AdvanceSandboxClockRequest
) -> pb.AdvanceSandboxClockResponse:
    return MOVED.message(await sandbox_clocks.advance(caller, MOVE.struct(request)))


METHODS = [create_sandbox, list_magic_values, reset_sandbox, get_sandbox_clock, advance_sandbox_clock]
