"""How long an environment keeps what it decided by, over gRPC."""

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.tenants.v1 import tenants_pb2 as pb
from api.rpc.tenants import SERVICE
from inference.retention import Retention, Retentions, SetRetention
from tenants.principals import Principal

WANTED = Codec(SetRetention, pb.SetRetentionRequest)
RETENTION = Codec(Retention, pb.Retention)


@method(SERVICE, "GetRetention")
async def get_retention(
    caller: Principal, retentions: Retentions, request: pb.GetRetentionRequest
) -> pb.Retention:
    del request
    return RETENTION.message(await retentions.get(caller))


@method(SERVICE, "SetRetention", keyed=Keyed.OPTIONAL)
async def set_retention(
    caller: Principal, retentions: Retentions, request: pb.SetRetentionRequest
) -> pb.Retention:
    return RETENTION.message(await retentions.set(caller, WANTED.struct(request)))


METHODS = [get_retention, set_retention]
