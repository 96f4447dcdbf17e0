# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.token_answer import TokenAnswer
from ...models.token_form import TokenForm
from ...types import plain


def request(
    *,
    body: TokenForm | Mapping[str, object],
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/oauth2/token",
        form=plain(body),
        secured=False,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> TokenAnswer:
    """What the answer says."""
    try:
        response_200 = TokenAnswer.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    body: TokenForm | Mapping[str, object],
    timeout_s: float | None = None,
) -> TokenAnswer:
    """Get an access token"""
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
    body: TokenForm | Mapping[str, object],
    timeout_s: float | None = None,
) -> TokenAnswer:
    """Get an access token"""
    return parsed(
        await client.send(
            request(
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
