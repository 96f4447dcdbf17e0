# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.member_view import MemberView
from ...models.update_member import UpdateMember
from ...types import UNSET, Unset, plain


def request(
    member_id: str,
    *,
    body: UpdateMember | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="PATCH",
        path="/api/v1/members/{member_id}".format(
            member_id=quote(str(member_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
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
    body: UpdateMember | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> MemberView:
    """Change a member's role"""
    return parsed(
        client.send(
            request(
                member_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    member_id: str,
    *,
    client: AsyncCaller,
    body: UpdateMember | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> MemberView:
    """Change a member's role"""
    return parsed(
        await client.send(
            request(
                member_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
