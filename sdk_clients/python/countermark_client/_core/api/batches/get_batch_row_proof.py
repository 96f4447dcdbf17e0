# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.row_proof import RowProof


def request(
    batch_id: str,
    line: int,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/batches/{batch_id}/rows/{line}/proof".format(
            batch_id=quote(str(batch_id), safe=""),
            line=quote(str(line), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RowProof:
    """What the answer says."""
    try:
        response_200 = RowProof.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    batch_id: str,
    line: int,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> RowProof:
    """Prove a row"""
    return parsed(
        client.send(
            request(
                batch_id,
                line,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    batch_id: str,
    line: int,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> RowProof:
    """Prove a row"""
    return parsed(
        await client.send(
            request(
                batch_id,
                line,
                timeout_s=timeout_s,
            )
        )
    )
