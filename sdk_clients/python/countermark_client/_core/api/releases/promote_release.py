# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.promote_release import PromoteRelease
from ...models.release_view import ReleaseView
from ...types import UNSET, Unset, plain


def request(
    release_id: str,
    *,
    body: PromoteRelease | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/releases/{release_id}/promote".format(
            release_id=quote(str(release_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ReleaseView:
    """What the answer says."""
    try:
        response_200 = ReleaseView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    release_id: str,
    *,
    client: Caller,
    body: PromoteRelease | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ReleaseView:
    """Promote a release to live"""
    return parsed(
        client.send(
            request(
                release_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    release_id: str,
    *,
    client: AsyncCaller,
    body: PromoteRelease | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ReleaseView:
    """Promote a release to live"""
    return parsed(
        await client.send(
            request(
                release_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
