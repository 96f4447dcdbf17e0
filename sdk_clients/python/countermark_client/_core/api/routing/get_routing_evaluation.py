# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.offline_estimate import OfflineEstimate
from ...types import UNSET, Unset


def request(
    policy_id: str,
    *,
    started_from: datetime.datetime | Unset = UNSET,
    started_to: datetime.datetime | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    json_started_from: str | Unset = UNSET
    if not isinstance(started_from, Unset):
        json_started_from = started_from.isoformat()
    params["started_from"] = json_started_from

    json_started_to: str | Unset = UNSET
    if not isinstance(started_to, Unset):
        json_started_to = started_to.isoformat()
    params["started_to"] = json_started_to

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/routing-policies/{policy_id}/evaluation".format(
            policy_id=quote(str(policy_id), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> OfflineEstimate:
    """What the answer says."""
    try:
        response_200 = OfflineEstimate.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    policy_id: str,
    *,
    client: Caller,
    started_from: datetime.datetime | Unset = UNSET,
    started_to: datetime.datetime | Unset = UNSET,
    timeout_s: float | None = None,
) -> OfflineEstimate:
    """Evaluate on your attempts"""
    return parsed(
        client.send(
            request(
                policy_id,
                started_from=started_from,
                started_to=started_to,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    policy_id: str,
    *,
    client: AsyncCaller,
    started_from: datetime.datetime | Unset = UNSET,
    started_to: datetime.datetime | Unset = UNSET,
    timeout_s: float | None = None,
) -> OfflineEstimate:
    """Evaluate on your attempts"""
    return parsed(
        await client.send(
            request(
                policy_id,
                started_from=started_from,
                started_to=started_to,
                timeout_s=timeout_s,
            )
        )
    )
