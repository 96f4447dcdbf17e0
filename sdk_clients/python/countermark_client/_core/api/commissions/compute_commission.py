# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.commission_period import CommissionPeriod
from ...models.computed_commission import ComputedCommission
from ...types import plain


def request(
    agreement_id: str,
    *,
    body: CommissionPeriod | Mapping[str, object],
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/commission-agreements/{agreement_id}/compute".format(
            agreement_id=quote(str(agreement_id), safe=""),
        ),
        json=plain(body),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ComputedCommission:
    """What the answer says."""
    try:
        response_200 = ComputedCommission.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    agreement_id: str,
    *,
    client: Caller,
    body: CommissionPeriod | Mapping[str, object],
    timeout_s: float | None = None,
) -> ComputedCommission:
    """Compute what a period earns"""
    return parsed(
        client.send(
            request(
                agreement_id,
                body=body,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    agreement_id: str,
    *,
    client: AsyncCaller,
    body: CommissionPeriod | Mapping[str, object],
    timeout_s: float | None = None,
) -> ComputedCommission:
    """Compute what a period earns"""
    return parsed(
        await client.send(
            request(
                agreement_id,
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
