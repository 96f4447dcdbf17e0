# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.get_live_metrics_role import GetLiveMetricsRole
from ...models.live_metrics_view import LiveMetricsView
from ...types import UNSET, Unset


def request(
    *,
    use_case: str,
    version_id: str | Unset = UNSET,
    role: GetLiveMetricsRole | Unset = UNSET,
    days: int | Unset = UNSET,
    threshold: float | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["use_case"] = use_case

    params["version_id"] = version_id

    json_role: str | Unset = UNSET
    if not isinstance(role, Unset):
        json_role = role

    params["role"] = json_role

    params["days"] = days

    params["threshold"] = threshold

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/live-metrics",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> LiveMetricsView:
    """What the answer says."""
    try:
        response_200 = LiveMetricsView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    use_case: str,
    version_id: str | Unset = UNSET,
    role: GetLiveMetricsRole | Unset = UNSET,
    days: int | Unset = UNSET,
    threshold: float | Unset = UNSET,
    timeout_s: float | None = None,
) -> LiveMetricsView:
    """Get live figures"""
    return parsed(
        client.send(
            request(
                use_case=use_case,
                version_id=version_id,
                role=role,
                days=days,
                threshold=threshold,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    use_case: str,
    version_id: str | Unset = UNSET,
    role: GetLiveMetricsRole | Unset = UNSET,
    days: int | Unset = UNSET,
    threshold: float | Unset = UNSET,
    timeout_s: float | None = None,
) -> LiveMetricsView:
    """Get live figures"""
    return parsed(
        await client.send(
            request(
                use_case=use_case,
                version_id=version_id,
                role=role,
                days=days,
                threshold=threshold,
                timeout_s=timeout_s,
            )
        )
    )
