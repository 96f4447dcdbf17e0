# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.ledger_entry import LedgerEntry


def request(
    entry_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/ledger/entries/{entry_id}".format(
            entry_id=quote(str(entry_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> LedgerEntry:
    """What the answer says."""
    try:
        response_200 = LedgerEntry.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    entry_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> LedgerEntry:
    """Get an entry"""
    return parsed(
        client.send(
            request(
                entry_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    entry_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> LedgerEntry:
    """Get an entry"""
    return parsed(
        await client.send(
            request(
                entry_id,
                timeout_s=timeout_s,
            )
        )
    )
