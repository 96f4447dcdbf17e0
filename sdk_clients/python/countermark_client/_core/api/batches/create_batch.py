# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller, Content
from ...models.batch_view import BatchView
from ...models.create_batch_engine import CreateBatchEngine
from ...models.create_batch_format import CreateBatchFormat
from ...models.create_batch_separator import CreateBatchSeparator
from ...models.create_batch_work import CreateBatchWork
from ...types import UNSET, Unset


def request(
    *,
    body: Content,
    use_case: str,
    work: CreateBatchWork | Unset = UNSET,
    format_: CreateBatchFormat | Unset = UNSET,
    separator: CreateBatchSeparator | Unset = UNSET,
    columns: str | Unset = UNSET,
    id_column: str | Unset = UNSET,
    required: list[str] | Unset = UNSET,
    engine: CreateBatchEngine | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["use_case"] = use_case

    json_work: str | Unset = UNSET
    if not isinstance(work, Unset):
        json_work = work

    params["work"] = json_work

    json_format_: str | Unset = UNSET
    if not isinstance(format_, Unset):
        json_format_ = format_

    params["format"] = json_format_

    json_separator: str | Unset = UNSET
    if not isinstance(separator, Unset):
        json_separator = separator

    params["separator"] = json_separator

    params["columns"] = columns

    params["id_column"] = id_column

    json_required: list[str] | Unset = UNSET
    if not isinstance(required, Unset):
        json_required = required

    params["required"] = json_required

    json_engine: str | Unset = UNSET
    if not isinstance(engine, Unset):
        json_engine = engine

    params["engine"] = json_engine

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/batches",
        params=params,
        headers=headers,
        content=body,
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> BatchView:
    """What the answer says."""
    try:
        response_202 = BatchView.from_dict(json.loads(answer.content))

        return response_202
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    body: Content,
    use_case: str,
    work: CreateBatchWork | Unset = UNSET,
    format_: CreateBatchFormat | Unset = UNSET,
    separator: CreateBatchSeparator | Unset = UNSET,
    columns: str | Unset = UNSET,
    id_column: str | Unset = UNSET,
    required: list[str] | Unset = UNSET,
    engine: CreateBatchEngine | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> BatchView:
    """Send a file to be scored"""
    return parsed(
        client.send(
            request(
                body=body,
                use_case=use_case,
                work=work,
                format_=format_,
                separator=separator,
                columns=columns,
                id_column=id_column,
                required=required,
                engine=engine,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    body: Content,
    use_case: str,
    work: CreateBatchWork | Unset = UNSET,
    format_: CreateBatchFormat | Unset = UNSET,
    separator: CreateBatchSeparator | Unset = UNSET,
    columns: str | Unset = UNSET,
    id_column: str | Unset = UNSET,
    required: list[str] | Unset = UNSET,
    engine: CreateBatchEngine | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> BatchView:
    """Send a file to be scored"""
    return parsed(
        await client.send(
            request(
                body=body,
                use_case=use_case,
                work=work,
                format_=format_,
                separator=separator,
                columns=columns,
                id_column=id_column,
                required=required,
                engine=engine,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
