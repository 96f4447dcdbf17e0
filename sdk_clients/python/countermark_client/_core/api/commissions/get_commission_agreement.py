# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.commission_agreement_view import CommissionAgreementView


def request(
    agreement_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/commission-agreements/{agreement_id}".format(
            agreement_id=quote(str(agreement_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> CommissionAgreementView:
    """What the answer says."""
    try:
        response_200 = CommissionAgreementView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    agreement_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> CommissionAgreementView:
    """Get a commission agreement"""
    return parsed(
        client.send(
            request(
                agreement_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    agreement_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> CommissionAgreementView:
    """Get a commission agreement"""
    return parsed(
        await client.send(
            request(
                agreement_id,
                timeout_s=timeout_s,
            )
        )
    )
