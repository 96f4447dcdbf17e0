# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.release_shadow_view import ReleaseShadowView
from ...types import UNSET, Unset


def request(
    release_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="PUT",
        path="/api/v1/releases/{release_id}/shadow".format(
            release_id=quote(str(release_id), safe=""),
        ),
        headers=headers,
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ReleaseShadowView:
    """What the answer says."""
    try:
        response_200 = ReleaseShadowView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    release_id: str,
    *,
    client: Caller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ReleaseShadowView:
    """Put a release into the shadow"""
    return parsed(
        client.send(
            request(
                release_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    release_id: str,
    *,
    client: AsyncCaller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ReleaseShadowView:
    """Put a release into the shadow"""
    return parsed(
        await client.send(
            request(
                release_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
