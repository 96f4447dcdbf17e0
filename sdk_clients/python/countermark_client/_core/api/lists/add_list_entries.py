# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.add_list_entries import AddListEntries
from ...models.list_change_view import ListChangeView
from ...types import UNSET, Unset, plain


def request(
    list_id: str,
    *,
    body: AddListEntries | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/lists/{list_id}/entries".format(
            list_id=quote(str(list_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ListChangeView:
    """What the answer says."""
    try:
        response_200 = ListChangeView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    list_id: str,
    *,
    client: Caller,
    body: AddListEntries | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ListChangeView:
    """Put up to 1,000 on a list"""
    return parsed(
        client.send(
            request(
                list_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    list_id: str,
    *,
    client: AsyncCaller,
    body: AddListEntries | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ListChangeView:
    """Put up to 1,000 on a list"""
    return parsed(
        await client.send(
            request(
                list_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
