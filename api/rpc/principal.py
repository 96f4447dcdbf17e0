"""The caller as the service sees it."""

from api.rpc.codec import Codec
from api.rpc.methods import method
from api.rpc.stubs.countermark.principal.v1 import principal_pb2 as pb
from api.views.principal import PrincipalView, view_of
from tenants.principals import Principal

SERVICE = pb.DESCRIPTOR.services_by_name["PrincipalService"]
VIEW = Codec(PrincipalView, pb.GetPrincipalResponse)


@method(SERVICE, "GetPrincipal")
async def get_principal(caller: Principal) -> pb.GetPrincipalResponse:
    return VIEW.message(view_of(caller))


METHODS = [get_principal]
