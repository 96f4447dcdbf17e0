# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.member_view import MemberView


def request(
    member_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/members/{member_id}".format(
            member_id=quote(str(member_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> MemberView:
    """What the answer says."""
    try:
        response_200 = MemberView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    member_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> MemberView:
    """Get a member"""
    return parsed(
        client.send(
            request(
                member_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    member_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> MemberView:
    """Get a member"""
    return parsed(
        await client.send(
            request(
                member_id,
                timeout_s=timeout_s,
            )
        )
    )
