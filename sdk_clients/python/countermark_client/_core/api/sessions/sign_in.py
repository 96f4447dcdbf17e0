# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.new_session_view import NewSessionView
from ...models.sign_in import SignIn
from ...types import plain


def request(
    *,
    body: SignIn | Mapping[str, object],
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/sessions",
        json=plain(body),
        secured=False,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> NewSessionView:
    """What the answer says."""
    try:
        response_201 = NewSessionView.from_dict(json.loads(answer.content))

        return response_201
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    body: SignIn | Mapping[str, object],
    timeout_s: float | None = None,
) -> NewSessionView:
    """Sign in"""
    return parsed(
        client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    body: SignIn | Mapping[str, object],
    timeout_s: float | None = None,
) -> NewSessionView:
    """Sign in"""
    return parsed(
        await client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
