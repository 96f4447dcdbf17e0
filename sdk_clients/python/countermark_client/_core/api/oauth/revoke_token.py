# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.presented_token_form import PresentedTokenForm
from ...models.revoke_token_response_200 import RevokeTokenResponse200
from ...types import plain


def request(
    *,
    body: PresentedTokenForm | Mapping[str, object],
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/oauth2/revoke",
        form=plain(body),
        secured=False,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RevokeTokenResponse200:
    """What the answer says."""
    try:
        response_200 = RevokeTokenResponse200.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    body: PresentedTokenForm | Mapping[str, object],
    timeout_s: float | None = None,
) -> RevokeTokenResponse200:
    """Revoke an access token"""
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
    body: PresentedTokenForm | Mapping[str, object],
    timeout_s: float | None = None,
) -> RevokeTokenResponse200:
    """Revoke an access token"""
    return parsed(
        await client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
