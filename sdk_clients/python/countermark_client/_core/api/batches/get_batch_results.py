# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.get_batch_results_format import GetBatchResultsFormat
from ...types import UNSET, Unset


def request(
    batch_id: str,
    *,
    format_: GetBatchResultsFormat | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    json_format_: str | Unset = UNSET
    if not isinstance(format_, Unset):
        json_format_ = format_

    params["format"] = json_format_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/batches/{batch_id}/results".format(
            batch_id=quote(str(batch_id), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> bytes:
    """What the answer says."""
    return answer.content


def sync(
    batch_id: str,
    *,
    client: Caller,
    format_: GetBatchResultsFormat | Unset = UNSET,
    timeout_s: float | None = None,
) -> bytes:
    """Download the results"""
    return parsed(
        client.send(
            request(
                batch_id,
                format_=format_,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    batch_id: str,
    *,
    client: AsyncCaller,
    format_: GetBatchResultsFormat | Unset = UNSET,
    timeout_s: float | None = None,
) -> bytes:
    """Download the results"""
    return parsed(
        await client.send(
            request(
                batch_id,
                format_=format_,
                timeout_s=timeout_s,
            )
        )
    )
