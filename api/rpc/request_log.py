"""Calls looked at again, over gRPC: the same use cases as on REST."""

from api.rpc.codec import Codec
from api.rpc.methods import method
from api.rpc.stubs.countermark.tenants.v1 import tenants_pb2 as pb
from api.rpc.tenants import SERVICE, PageQuery
from api.views.request_log import (
    LoggedRequestPage,
    LoggedRequestView,
    logged_request_page,
    logged_request_view,
)
from core.ids import parse
from tenants.principals import Principal
from tenants.request_log import ListRequests, RequestLog


class _Query(PageQuery, frozen=True, kw_only=True):
    refused: bool | None = None
    request_id: str | None = None
    operation: str | None = None
    code: str | None = None


QUERY = Codec(_Query, pb.ListRequestsRequest)
PAGE = Codec(LoggedRequestPage, pb.ListRequestsResponse)
LOGGED = Codec(LoggedRequestView, pb.LoggedRequest)


@method(SERVICE, "ListRequests")
async def list_requests(
    caller: Principal, request_log: RequestLog, request: pb.ListRequestsRequest
) -> pb.ListRequestsResponse:
    query = QUERY.struct(request)
    wanted = ListRequests(
        refused=query.refused, request_id=query.request_id, operation=query.operation, code=query.code
    )
    start = None if query.after is None else parse("rql", query.after)
    return PAGE.message(logged_request_page(await request_log.list_page(caller, wanted, start, query.limit)))


@method(SERVICE, "GetRequest")
async def get_request(
    caller: Principal, request_log: RequestLog, request: pb.GetRequestRequest
) -> pb.LoggedRequest:
    return LOGGED.message(logged_request_view(await request_log.get(caller, parse("rql", request.logged_id))))


METHODS = [list_requests, get_request]
