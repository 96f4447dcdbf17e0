# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.take_next import TakeNext
from ...models.taken_case import TakenCase
from ...types import UNSET, Unset, plain


def request(
    queue: str,
    *,
    body: TakeNext | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/case-queues/{queue}/next".format(
            queue=quote(str(queue), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> TakenCase:
    """What the answer says."""
    try:
        response_200 = TakenCase.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    queue: str,
    *,
    client: Caller,
    body: TakeNext | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> TakenCase:
    """Take the next case"""
    return parsed(
        client.send(
            request(
                queue,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    queue: str,
    *,
    client: AsyncCaller,
    body: TakeNext | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> TakenCase:
    """Take the next case"""
    return parsed(
        await client.send(
            request(
                queue,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
