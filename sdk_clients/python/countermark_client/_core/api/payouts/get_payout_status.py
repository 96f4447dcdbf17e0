# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.payout_status_view import PayoutStatusView


def request(
    payout_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/payouts/{payout_id}/status".format(
            payout_id=quote(str(payout_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> PayoutStatusView:
    """What the answer says."""
    try:
        response_200 = PayoutStatusView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    payout_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> PayoutStatusView:
    """Get what a payee may be shown"""
    return parsed(
        client.send(
            request(
                payout_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    payout_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> PayoutStatusView:
    """Get what a payee may be shown"""
    return parsed(
        await client.send(
            request(
                payout_id,
                timeout_s=timeout_s,
            )
        )
    )
