# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.alert_page import AlertPage
from ...models.list_alerts_severity_min import ListAlertsSeverityMin
from ...models.list_alerts_state import ListAlertsState
from ...types import UNSET, Unset


def request(
    *,
    state: ListAlertsState | Unset = UNSET,
    kind: str | Unset = UNSET,
    severity_min: ListAlertsSeverityMin | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    json_state: str | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state

    params["state"] = json_state

    params["kind"] = kind

    json_severity_min: str | Unset = UNSET
    if not isinstance(severity_min, Unset):
        json_severity_min = severity_min

    params["severity_min"] = json_severity_min

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/alerts",
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> AlertPage:
    """What the answer says."""
    try:
        response_200 = AlertPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    state: ListAlertsState | Unset = UNSET,
    kind: str | Unset = UNSET,
    severity_min: ListAlertsSeverityMin | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> AlertPage:
    """List alerts"""
    return parsed(
        client.send(
            request(
                state=state,
                kind=kind,
                severity_min=severity_min,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    state: ListAlertsState | Unset = UNSET,
    kind: str | Unset = UNSET,
    severity_min: ListAlertsSeverityMin | Unset = UNSET,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> AlertPage:
    """List alerts"""
    return parsed(
        await client.send(
            request(
                state=state,
                kind=kind,
                severity_min=severity_min,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
