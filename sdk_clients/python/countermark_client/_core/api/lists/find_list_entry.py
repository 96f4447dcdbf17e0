# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.find_list_entry import FindListEntry
from ...models.list_entry_view import ListEntryView
from ...types import plain


def request(
    list_id: str,
    *,
    body: FindListEntry | Mapping[str, object],
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/lists/{list_id}/entries/find".format(
            list_id=quote(str(list_id), safe=""),
        ),
        json=plain(body),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ListEntryView:
    """What the answer says."""
    try:
        response_200 = ListEntryView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    list_id: str,
    *,
    client: Caller,
    body: FindListEntry | Mapping[str, object],
    timeout_s: float | None = None,
) -> ListEntryView:
    """Ask whether a value is on a list"""
    return parsed(
        client.send(
            request(
                list_id,
                body=body,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    list_id: str,
    *,
    client: AsyncCaller,
    body: FindListEntry | Mapping[str, object],
    timeout_s: float | None = None,
) -> ListEntryView:
    """Ask whether a value is on a list"""
    return parsed(
        await client.send(
            request(
                list_id,
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
