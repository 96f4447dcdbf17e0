# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller, Content
from ...models.create_import_on_refused import CreateImportOnRefused
from ...models.import_view import ImportView
from ...types import UNSET, Unset


def request(
    *,
    body: Content,
    mapping_id: str,
    dry_run: bool | Unset = UNSET,
    customer_id: str | Unset = UNSET,
    on_refused: CreateImportOnRefused | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["mapping_id"] = mapping_id

    params["dry_run"] = dry_run

    params["customer_id"] = customer_id

    json_on_refused: str | Unset = UNSET
    if not isinstance(on_refused, Unset):
        json_on_refused = on_refused

    params["on_refused"] = json_on_refused

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/imports",
        params=params,
        headers=headers,
        content=body,
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ImportView:
    """What the answer says."""
    try:
        response_202 = ImportView.from_dict(json.loads(answer.content))

        return response_202
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    *,
    client: Caller,
    body: Content,
    mapping_id: str,
    dry_run: bool | Unset = UNSET,
    customer_id: str | Unset = UNSET,
    on_refused: CreateImportOnRefused | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ImportView:
    """Send a statement"""
    return parsed(
        client.send(
            request(
                body=body,
                mapping_id=mapping_id,
                dry_run=dry_run,
                customer_id=customer_id,
                on_refused=on_refused,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    body: Content,
    mapping_id: str,
    dry_run: bool | Unset = UNSET,
    customer_id: str | Unset = UNSET,
    on_refused: CreateImportOnRefused | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ImportView:
    """Send a statement"""
    return parsed(
        await client.send(
            request(
                body=body,
                mapping_id=mapping_id,
                dry_run=dry_run,
                customer_id=customer_id,
                on_refused=on_refused,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
