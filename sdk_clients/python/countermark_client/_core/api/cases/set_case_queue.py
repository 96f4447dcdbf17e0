# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.case_queue_view import CaseQueueView
from ...models.queue_settings import QueueSettings
from ...types import UNSET, Unset, plain


def request(
    queue: str,
    *,
    body: QueueSettings | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="PUT",
        path="/api/v1/case-queues/{queue}".format(
            queue=quote(str(queue), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> CaseQueueView:
    """What the answer says."""
    try:
        response_200 = CaseQueueView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    queue: str,
    *,
    client: Caller,
    body: QueueSettings | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> CaseQueueView:
    """Make or change a queue of cases"""
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
    body: QueueSettings | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> CaseQueueView:
    """Make or change a queue of cases"""
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
