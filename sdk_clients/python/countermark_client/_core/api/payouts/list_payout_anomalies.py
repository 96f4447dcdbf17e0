# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.list_payout_anomalies_kind import ListPayoutAnomaliesKind
from ...models.payout_anomaly_page import PayoutAnomalyPage
from ...types import UNSET, Unset


def request(
    *,
    payout_id: str | Unset = UNSET,
    kind: ListPayoutAnomaliesKind | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["payout_id"] = payout_id

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind

    params["kind"] = json_kind

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/payout-anomalies",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> PayoutAnomalyPage:
    """What the answer says."""
    try:
        response_200 = PayoutAnomalyPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    payout_id: str | Unset = UNSET,
    kind: ListPayoutAnomaliesKind | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> PayoutAnomalyPage:
    """List what is unusual about payouts"""
    return parsed(
        client.send(
            request(
                payout_id=payout_id,
                kind=kind,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    payout_id: str | Unset = UNSET,
    kind: ListPayoutAnomaliesKind | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> PayoutAnomalyPage:
    """List what is unusual about payouts"""
    return parsed(
        await client.send(
            request(
                payout_id=payout_id,
                kind=kind,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
