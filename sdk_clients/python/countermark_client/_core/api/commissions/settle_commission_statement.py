# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.commission_statement_view import CommissionStatementView
from ...models.settle_statement import SettleStatement
from ...types import UNSET, Unset, plain


def request(
    statement_id: str,
    *,
    body: SettleStatement | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/commission-statements/{statement_id}/settle".format(
            statement_id=quote(str(statement_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> CommissionStatementView:
    """What the answer says."""
    try:
        response_200 = CommissionStatementView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    statement_id: str,
    *,
    client: Caller,
    body: SettleStatement | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> CommissionStatementView:
    """Settle a commission statement"""
    return parsed(
        client.send(
            request(
                statement_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    statement_id: str,
    *,
    client: AsyncCaller,
    body: SettleStatement | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> CommissionStatementView:
    """Settle a commission statement"""
    return parsed(
        await client.send(
            request(
                statement_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
