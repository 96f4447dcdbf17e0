# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.rule_list_view import RuleListView


def request(
    list_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/lists/{list_id}".format(
            list_id=quote(str(list_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RuleListView:
    """What the answer says."""
    try:
        response_200 = RuleListView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    list_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> RuleListView:
    """Get a list"""
    return parsed(
        client.send(
            request(
                list_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    list_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> RuleListView:
    """Get a list"""
    return parsed(
        await client.send(
            request(
                list_id,
                timeout_s=timeout_s,
            )
        )
    )
