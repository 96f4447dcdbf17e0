# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.entry_proof import EntryProof


def request(
    entry_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/ledger/proofs/{entry_id}".format(
            entry_id=quote(str(entry_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> EntryProof:
    """What the answer says."""
    try:
        response_200 = EntryProof.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    entry_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> EntryProof:
    """Prove an entry"""
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
) -> EntryProof:
    """Prove an entry"""
    return parsed(
        await client.send(
            request(
                entry_id,
                timeout_s=timeout_s,
            )
        )
    )
