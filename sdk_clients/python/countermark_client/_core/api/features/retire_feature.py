# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.feature_detail import FeatureDetail
from ...types import UNSET, Unset


def request(
    feature_name: str,
    *,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/features/{feature_name}/retire".format(
            feature_name=quote(str(feature_name), safe=""),
        ),
        headers=headers,
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> FeatureDetail:
    """What the answer says."""
    try:
        response_200 = FeatureDetail.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    feature_name: str,
    *,
    client: Caller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> FeatureDetail:
    """Retire a feature"""
    return parsed(
        client.send(
            request(
                feature_name,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    feature_name: str,
    *,
    client: AsyncCaller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> FeatureDetail:
    """Retire a feature"""
    return parsed(
        await client.send(
            request(
                feature_name,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
