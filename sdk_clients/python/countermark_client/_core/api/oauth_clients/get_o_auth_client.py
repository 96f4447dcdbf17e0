# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.o_auth_client_view import OAuthClientView


def request(
    client_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/oauth-clients/{client_id}".format(
            client_id=quote(str(client_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> OAuthClientView:
    """What the answer says."""
    try:
        response_200 = OAuthClientView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    client_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> OAuthClientView:
    """Get an OAuth2 client"""
    return parsed(
        client.send(
            request(
                client_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    client_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> OAuthClientView:
    """Get an OAuth2 client"""
    return parsed(
        await client.send(
            request(
                client_id,
                timeout_s=timeout_s,
            )
        )
    )
