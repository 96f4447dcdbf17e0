# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.payout_documents import PayoutDocuments
from ...models.payout_view import PayoutView
from ...types import UNSET, Unset, plain


def request(
    payout_id: str,
    *,
    body: PayoutDocuments | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="PUT",
        path="/api/v1/payouts/{payout_id}/documents".format(
            payout_id=quote(str(payout_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> PayoutView:
    """What the answer says."""
    try:
        response_200 = PayoutView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    payout_id: str,
    *,
    client: Caller,
    body: PayoutDocuments | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> PayoutView:
    """Say which documents a payout waits for"""
    return parsed(
        client.send(
            request(
                payout_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    payout_id: str,
    *,
    client: AsyncCaller,
    body: PayoutDocuments | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> PayoutView:
    """Say which documents a payout waits for"""
    return parsed(
        await client.send(
            request(
                payout_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
