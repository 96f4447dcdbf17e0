"""Access of auditors over gRPC: the same use cases as on REST."""

from api.rpc.codec import Codec
from api.rpc.methods import Keyed, method
from api.rpc.stubs.countermark.tenants.v1 import tenants_pb2 as pb
from api.rpc.tenants import SERVICE, PageQuery
from api.views.access_grants import AccessGrantPage, AccessGrantView, access_grant_page, access_grant_view
from core.ids import parse
from tenants.access_grants import AccessGrants, GrantAccess
from tenants.principals import Principal

GRANT = Codec(GrantAccess, pb.GrantAccessRequest)
GRANTED = Codec(AccessGrantView, pb.AccessGrant)
QUERY = Codec(PageQuery, pb.ListAccessGrantsRequest)
PAGE = Codec(AccessGrantPage, pb.ListAccessGrantsResponse)


@method(SERVICE, "GrantAccess", keyed=Keyed.REQUIRED)
async def grant_access(
    caller: Principal, access_grants: AccessGrants, request: pb.GrantAccessRequest
) -> pb.AccessGrant:
    return GRANTED.message(access_grant_view(await access_grants.grant(caller, GRANT.struct(request))))


@method(SERVICE, "ListAccessGrants")
async def list_access_grants(
    caller: Principal, access_grants: AccessGrants, request: pb.ListAccessGrantsRequest
) -> pb.ListAccessGrantsResponse:
    query = QUERY.struct(request)
    start = None if query.after is None else parse("acg", query.after)
    return PAGE.message(access_grant_page(await access_grants.list_page(caller, start, query.limit)))


@method(SERVICE, "GetAccessGrant")
async def get_access_grant(
    caller: Principal, access_grants: AccessGrants, request: pb.GetAccessGrantRequest
) -> pb.AccessGrant:
    return GRANTED.message(access_grant_view(await access_grants.get(caller, parse("acg", request.grant_id))))


@method(SERVICE, "RevokeAccessGrant", keyed=Keyed.OPTIONAL)
async def revoke_access_grant(
    caller: Principal, access_grants: AccessGrants, request: pb.RevokeAccessGrantRequest
) -> pb.AccessGrant:
    return GRANTED.message(
        access_grant_view(await access_grants.revoke(caller, parse("acg", request.grant_id)))
    )


METHODS = [grant_access, list_access_grants, get_access_grant, revoke_access_grant]
