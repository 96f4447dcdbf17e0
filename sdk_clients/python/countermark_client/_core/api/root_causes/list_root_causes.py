# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.list_root_causes_kind import ListRootCausesKind
from ...models.list_root_causes_language import ListRootCausesLanguage
from ...models.list_root_causes_order import ListRootCausesOrder
from ...models.root_cause_page import RootCausePage
from ...types import UNSET, Unset


def request(
    *,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    kind: ListRootCausesKind | Unset = UNSET,
    gateway: str | Unset = UNSET,
    order: ListRootCausesOrder | Unset = UNSET,
    language: ListRootCausesLanguage | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    json_since: str | Unset = UNSET
    if not isinstance(since, Unset):
        json_since = since.isoformat()
    params["since"] = json_since

    json_until: str | Unset = UNSET
    if not isinstance(until, Unset):
        json_until = until.isoformat()
    params["until"] = json_until

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind

    params["kind"] = json_kind

    params["gateway"] = gateway

    json_order: str | Unset = UNSET
    if not isinstance(order, Unset):
        json_order = order

    params["order"] = json_order

    json_language: str | Unset = UNSET
    if not isinstance(language, Unset):
        json_language = language

    params["language"] = json_language

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/root-causes",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RootCausePage:
    """What the answer says."""
    try:
        response_200 = RootCausePage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    kind: ListRootCausesKind | Unset = UNSET,
    gateway: str | Unset = UNSET,
    order: ListRootCausesOrder | Unset = UNSET,
    language: ListRootCausesLanguage | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> RootCausePage:
    """List root causes"""
    return parsed(
        client.send(
            request(
                since=since,
                until=until,
                kind=kind,
                gateway=gateway,
                order=order,
                language=language,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    kind: ListRootCausesKind | Unset = UNSET,
    gateway: str | Unset = UNSET,
    order: ListRootCausesOrder | Unset = UNSET,
    language: ListRootCausesLanguage | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> RootCausePage:
    """List root causes"""
    return parsed(
        await client.send(
            request(
                since=since,
                until=until,
                kind=kind,
                gateway=gateway,
                order=order,
                language=language,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
