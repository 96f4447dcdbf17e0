"""Calls of the caller's environment, looked at again."""

from typing import Annotated

import msgspec

from api.rest.operations import get
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.request_log import (
    LoggedRequestPage,
    LoggedRequestView,
    logged_request_page,
    logged_request_view,
)
from core.ids import parse
from tenants.principals import Principal
from tenants.request_log import ListRequests, RequestLog

_REQUEST = {
    "id": "rql_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "at": "2026-11-22T09:12:40.000000Z",
    "request_id": "req_01kc1x5w3ceyp8s1r7t3v5w9yb",
    "face": "rest",
    "operation": "decideChurnScore",
    "status": 400,
    "refused": True,
    "code": "invalid_request",
    "duration_ms": 0.734,
    "caller": "key_01kc1x5w3ceyp8s1r7t3v5w9yc",
    "request_body": '{"customer_id":"text of 7","locale":"text of 2"}',
    "response_body": '{"code":"invalid_request","status":400}',
}
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=128)] | None


@get(
    "/requests",
    operation_id="listRequests",
    summary="List calls",
    tag="requests",
    answer_example={"data": [_REQUEST], "has_more": False, "next_after": None},
)
async def list_requests(
    caller: Principal,
    request_log: RequestLog,
    *,
    refused: bool | None = None,
    request_id: Word = None,
    operation: Word = None,
    code: Word = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> LoggedRequestPage:
    """Of both faces, newest first, as of two seconds ago, kept for seven days and two million calls. Bodies are kept of the first 20
    answered and 100 refused calls of a second. Needs `requests:read`."""
    wanted = ListRequests(refused=refused, request_id=request_id, operation=operation, code=code)
    start = None if after is None else parse("rql", after)
    return logged_request_page(await request_log.list_page(caller, wanted, start, limit))


@get(
    "/requests/{logged_id:str}",
    operation_id="getRequest",
    summary="Get a call",
    tag="requests",
    answer_example=_REQUEST,
)
async def get_request(caller: Principal, logged_id: str, request_log: RequestLog) -> LoggedRequestView:
    """Needs `requests:read`."""
    return logged_request_view(await request_log.get(caller, parse("rql", logged_id)))


HANDLERS = [list_requests, get_request]
