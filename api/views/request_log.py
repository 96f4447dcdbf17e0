"""Calls as both faces show them again."""

import datetime as dt
from typing import Literal, cast

import msgspec

from core.pages import Page
from tenants.request_log import LoggedRequest


class LoggedRequestView(msgspec.Struct, frozen=True, kw_only=True):
    """A call that was admitted. status: of REST the HTTP status, of gRPC the number of its code. code: of its problem.

    request_body, response_body: JSON text, masked: names of fields, own ids, moments and words of lists stay; `null` where none
    was kept.
    """

    id: str
    at: dt.datetime
    request_id: str
    face: Literal["rest", "grpc"]
    operation: str
    status: int
    refused: bool
    code: str | None
    duration_ms: float
    caller: str
    request_body: str | None
    response_body: str | None


class LoggedRequestPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of calls, newest first. It may be short of the limit and have more: follow `next_after`."""

    data: list[LoggedRequestView]
    has_more: bool
    next_after: str | None


def logged_request_view(seen: LoggedRequest) -> LoggedRequestView:
    fields = msgspec.structs.asdict(seen)
    return LoggedRequestView(**{**fields, "face": cast("Literal['rest', 'grpc']", seen.face)})


def logged_request_page(page: Page[LoggedRequest]) -> LoggedRequestPage:
    data = [logged_request_view(each) for each in page.data]
    return LoggedRequestPage(data=data, has_more=page.has_more, next_after=page.next_after)
