# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.backtest_result import BacktestResult


def request(
    use_case: str,
    backtest_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/rulesets/{use_case}/backtests/{backtest_id}".format(
            use_case=quote(str(use_case), safe=""),
            backtest_id=quote(str(backtest_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> BacktestResult:
    """What the answer says."""
    try:
        response_200 = BacktestResult.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    use_case: str,
    backtest_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> BacktestResult:
    """Get a backtest"""
    return parsed(
        client.send(
            request(
                use_case,
                backtest_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    use_case: str,
    backtest_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> BacktestResult:
    """Get a backtest"""
    return parsed(
        await client.send(
            request(
                use_case,
                backtest_id,
                timeout_s=timeout_s,
            )
        )
    )
