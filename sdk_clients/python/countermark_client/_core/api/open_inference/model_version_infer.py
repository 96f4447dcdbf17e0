# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.infer_request import InferRequest
from ...models.infer_response import InferResponse
from ...types import UNSET, Unset, plain


def request(
    model_name: str,
    model_version: str,
    *,
    body: InferRequest | Mapping[str, object],
    inference_header_content_length: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(inference_header_content_length, Unset):
        headers["Inference-Header-Content-Length"] = inference_header_content_length
    return Call(
        method="POST",
        path="/v2/models/{model_name}/versions/{model_version}/infer".format(
            model_name=quote(str(model_name), safe=""),
            model_version=quote(str(model_version), safe=""),
        ),
        headers=headers,
        json=plain(body),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> InferResponse:
    """What the answer says."""
    try:
        response_200 = InferResponse.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    model_name: str,
    model_version: str,
    *,
    client: Caller,
    body: InferRequest | Mapping[str, object],
    inference_header_content_length: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> InferResponse:
    """Score rows with a version"""
    return parsed(
        client.send(
            request(
                model_name,
                model_version,
                body=body,
                inference_header_content_length=inference_header_content_length,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    model_name: str,
    model_version: str,
    *,
    client: AsyncCaller,
    body: InferRequest | Mapping[str, object],
    inference_header_content_length: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> InferResponse:
    """Score rows with a version"""
    return parsed(
        await client.send(
            request(
                model_name,
                model_version,
                body=body,
                inference_header_content_length=inference_header_content_length,
                timeout_s=timeout_s,
            )
        )
    )
