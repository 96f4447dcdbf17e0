# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.list_payouts_stage import ListPayoutsStage
from ...models.payout_page import PayoutPage
from ...types import UNSET, Unset


def request(
    *,
    own_id: str | Unset = UNSET,
    payee_id: str | Unset = UNSET,
    stage: ListPayoutsStage | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["own_id"] = own_id

    params["payee_id"] = payee_id

    json_stage: str | Unset = UNSET
    if not isinstance(stage, Unset):
        json_stage = stage

    params["stage"] = json_stage

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/payouts",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> PayoutPage:
    """What the answer says."""
    try:
        response_200 = PayoutPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    own_id: str | Unset = UNSET,
    payee_id: str | Unset = UNSET,
    stage: ListPayoutsStage | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> PayoutPage:
    """List payouts"""
    return parsed(
        client.send(
            request(
                own_id=own_id,
                payee_id=payee_id,
                stage=stage,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    own_id: str | Unset = UNSET,
    payee_id: str | Unset = UNSET,
    stage: ListPayoutsStage | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> PayoutPage:
    """List payouts"""
    return parsed(
        await client.send(
            request(
                own_id=own_id,
                payee_id=payee_id,
                stage=stage,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
