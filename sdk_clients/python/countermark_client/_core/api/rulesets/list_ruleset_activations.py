# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.ruleset_activation_page import RulesetActivationPage
from ...types import UNSET, Unset


def request(
    use_case: str,
    *,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["after"] = after

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/rulesets/{use_case}/activations".format(
            use_case=quote(str(use_case), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RulesetActivationPage:
    """What the answer says."""
    try:
        response_200 = RulesetActivationPage.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    use_case: str,
    *,
    client: Caller,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> RulesetActivationPage:
    """List what decided when"""
    return parsed(
        client.send(
            request(
                use_case,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    use_case: str,
    *,
    client: AsyncCaller,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> RulesetActivationPage:
    """List what decided when"""
    return parsed(
        await client.send(
            request(
                use_case,
                after=after,
                limit=limit,
                timeout_s=timeout_s,
            )
        )
    )
