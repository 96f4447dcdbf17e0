# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.commission_statement_view import CommissionStatementView


def request(
    statement_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/commission-statements/{statement_id}".format(
            statement_id=quote(str(statement_id), safe=""),
        ),
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
    timeout_s: float | None = None,
) -> CommissionStatementView:
    """Get a commission statement"""
    return parsed(
        client.send(
            request(
                statement_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    statement_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> CommissionStatementView:
    """Get a commission statement"""
    return parsed(
        await client.send(
            request(
                statement_id,
                timeout_s=timeout_s,
            )
        )
    )
