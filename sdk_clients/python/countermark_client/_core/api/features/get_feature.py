# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.feature_detail import FeatureDetail
from ...types import UNSET, Unset


def request(
    feature_name: str,
    *,
    number: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["number"] = number

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/features/{feature_name}".format(
            feature_name=quote(str(feature_name), safe=""),
        ),
        params=params,
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
    number: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> FeatureDetail:
    """Get a feature"""
    return parsed(
        client.send(
            request(
                feature_name,
                number=number,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    feature_name: str,
    *,
    client: AsyncCaller,
    number: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> FeatureDetail:
    """Get a feature"""
    return parsed(
        await client.send(
            request(
                feature_name,
                number=number,
                timeout_s=timeout_s,
            )
        )
    )
