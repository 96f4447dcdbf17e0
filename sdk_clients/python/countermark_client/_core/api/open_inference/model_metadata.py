# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.model_metadata import ModelMetadata


def request(
    model_name: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/v2/models/{model_name}".format(
            model_name=quote(str(model_name), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ModelMetadata:
    """What the answer says."""
    try:
        response_200 = ModelMetadata.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    model_name: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> ModelMetadata:
    """What a model takes and gives"""
    return parsed(
        client.send(
            request(
                model_name,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    model_name: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> ModelMetadata:
    """What a model takes and gives"""
    return parsed(
        await client.send(
            request(
                model_name,
                timeout_s=timeout_s,
            )
        )
    )
