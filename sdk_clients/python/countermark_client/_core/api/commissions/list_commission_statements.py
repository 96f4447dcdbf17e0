# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.commission_statement_page import CommissionStatementPage
from ...models.list_commission_statements_status import (
    ListCommissionStatementsStatus,
)
from ...types import UNSET, Unset


def request(
    *,
    partner_id: str | Unset = UNSET,
    period_from: datetime.datetime | Unset = UNSET,
    period_to: datetime.datetime | Unset = UNSET,
    status: ListCommissionStatementsStatus | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["partner_id"] = partner_id

    json_period_from: str | Unset = UNSET
    if not isinstance(period_from, Unset):
        json_period_from = period_from.isoformat()
    params["period_from"] = json_period_from

    json_period_to: str | Unset = UNSET
    if not isinstance(period_to, Unset):
        json_period_to = period_to.isoformat()
    params["period_to"] = json_period_to

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status

    params["status"] = json_status

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/commission-statements",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> CommissionStatementPage:
    """What the answer says."""
    try:
        response_200 = CommissionStatementPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    partner_id: str | Unset = UNSET,
    period_from: datetime.datetime | Unset = UNSET,
    period_to: datetime.datetime | Unset = UNSET,
    status: ListCommissionStatementsStatus | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> CommissionStatementPage:
    """List commission statements"""
    return parsed(
        client.send(
            request(
                partner_id=partner_id,
                period_from=period_from,
                period_to=period_to,
                status=status,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    partner_id: str | Unset = UNSET,
    period_from: datetime.datetime | Unset = UNSET,
    period_to: datetime.datetime | Unset = UNSET,
    status: ListCommissionStatementsStatus | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> CommissionStatementPage:
    """List commission statements"""
    return parsed(
        await client.send(
            request(
                partner_id=partner_id,
                period_from=period_from,
                period_to=period_to,
                status=status,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
