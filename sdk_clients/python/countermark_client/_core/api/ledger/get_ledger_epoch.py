# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.epoch_proof import EpochProof


def request(
    epoch: int,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/ledger/epochs/{epoch}".format(
            epoch=quote(str(epoch), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> EpochProof:
    """What the answer says."""
    try:
        response_200 = EpochProof.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    epoch: int,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> EpochProof:
    """Prove where the log stood in an epoch"""
    return parsed(
        client.send(
            request(
                epoch,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    epoch: int,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> EpochProof:
    """Prove where the log stood in an epoch"""
    return parsed(
        await client.send(
            request(
                epoch,
                timeout_s=timeout_s,
            )
        )
    )
