# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.commission_agreement_page import CommissionAgreementPage
from ...types import UNSET, Unset


def request(
    *,
    partner_id: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["partner_id"] = partner_id

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/commission-agreements",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> CommissionAgreementPage:
    """What the answer says."""
    try:
        response_200 = CommissionAgreementPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    partner_id: str | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> CommissionAgreementPage:
    """List commission agreements"""
    return parsed(
        client.send(
            request(
                partner_id=partner_id,
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
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> CommissionAgreementPage:
    """List commission agreements"""
    return parsed(
        await client.send(
            request(
                partner_id=partner_id,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
