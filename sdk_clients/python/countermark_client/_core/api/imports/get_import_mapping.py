# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.import_mapping_view import ImportMappingView
from ...types import UNSET, Unset


def request(
    mapping_id: str,
    *,
    version: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["version"] = version

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/import-mappings/{mapping_id}".format(
            mapping_id=quote(str(mapping_id), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ImportMappingView:
    """What the answer says."""
    try:
        response_200 = ImportMappingView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    mapping_id: str,
    *,
    client: Caller,
    version: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> ImportMappingView:
    """Get a mapping"""
    return parsed(
        client.send(
            request(
                mapping_id,
                version=version,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    mapping_id: str,
    *,
    client: AsyncCaller,
    version: int | Unset = UNSET,
    timeout_s: float | None = None,
) -> ImportMappingView:
    """Get a mapping"""
    return parsed(
        await client.send(
            request(
                mapping_id,
                version=version,
                timeout_s=timeout_s,
            )
        )
    )
