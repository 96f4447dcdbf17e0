# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.backtest_view import BacktestView
from ...types import UNSET, Unset


def request(
    use_case: str,
    backtest_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/rulesets/{use_case}/backtests/{backtest_id}/cancel".format(
            use_case=quote(str(use_case), safe=""),
            backtest_id=quote(str(backtest_id), safe=""),
        ),
        headers=headers,
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> BacktestView:
    """What the answer says."""
    try:
        response_200 = BacktestView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    use_case: str,
    backtest_id: str,
    *,
    client: Caller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> BacktestView:
    """Cancel a backtest"""
    return parsed(
        client.send(
            request(
                use_case,
                backtest_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    use_case: str,
    backtest_id: str,
    *,
    client: AsyncCaller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> BacktestView:
    """Cancel a backtest"""
    return parsed(
        await client.send(
            request(
                use_case,
                backtest_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
