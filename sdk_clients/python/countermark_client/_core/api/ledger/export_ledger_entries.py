# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from typing import Any

from ...client import Answer, AsyncCaller, Call, Caller
from ...types import UNSET, Unset


def request(
    *,
    type_: str | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    actor: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["type"] = type_

    json_since: str | Unset = UNSET
    if not isinstance(since, Unset):
        json_since = since.isoformat()
    params["since"] = json_since

    json_until: str | Unset = UNSET
    if not isinstance(until, Unset):
        json_until = until.isoformat()
    params["until"] = json_until

    params["actor"] = actor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/ledger/entries-export",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> bytes:
    """What the answer says."""
    return answer.content


def sync(
    *,
    client: Caller,
    type_: str | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    actor: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> bytes:
    """Export entries with their proofs"""
    return parsed(
        client.send(
            request(
                type_=type_,
                since=since,
                until=until,
                actor=actor,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    type_: str | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    actor: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> bytes:
    """Export entries with their proofs"""
    return parsed(
        await client.send(
            request(
                type_=type_,
                since=since,
                until=until,
                actor=actor,
                timeout_s=timeout_s,
            )
        )
    )
