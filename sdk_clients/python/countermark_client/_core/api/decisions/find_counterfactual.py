# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.counterfactual_view import CounterfactualView
from ...models.find_counterfactual import FindCounterfactual
from ...types import plain


def request(
    decision_id: str,
    *,
    body: FindCounterfactual | Mapping[str, object],
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/decisions/{decision_id}/counterfactual".format(
            decision_id=quote(str(decision_id), safe=""),
        ),
        json=plain(body),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> CounterfactualView:
    """What the answer says."""
    try:
        response_200 = CounterfactualView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    decision_id: str,
    *,
    client: Caller,
    body: FindCounterfactual | Mapping[str, object],
    timeout_s: float | None = None,
) -> CounterfactualView:
    """Find what would have changed a decision"""
    return parsed(
        client.send(
            request(
                decision_id,
                body=body,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    decision_id: str,
    *,
    client: AsyncCaller,
    body: FindCounterfactual | Mapping[str, object],
    timeout_s: float | None = None,
) -> CounterfactualView:
    """Find what would have changed a decision"""
    return parsed(
        await client.send(
            request(
                decision_id,
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
