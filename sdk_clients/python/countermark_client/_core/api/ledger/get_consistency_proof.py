# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.consistency_proof import ConsistencyProof
from ...types import UNSET


def request(
    *,
    from_size: int,
    to_size: int,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["from_size"] = from_size

    params["to_size"] = to_size

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/ledger/consistency",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ConsistencyProof:
    """What the answer says."""
    try:
        response_200 = ConsistencyProof.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    from_size: int,
    to_size: int,
    timeout_s: float | None = None,
) -> ConsistencyProof:
    """Prove that the log only grew"""
    return parsed(
        client.send(
            request(
                from_size=from_size,
                to_size=to_size,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    from_size: int,
    to_size: int,
    timeout_s: float | None = None,
) -> ConsistencyProof:
    """Prove that the log only grew"""
    return parsed(
        await client.send(
            request(
                from_size=from_size,
                to_size=to_size,
                timeout_s=timeout_s,
            )
        )
    )
