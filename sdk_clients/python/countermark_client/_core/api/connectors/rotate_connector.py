# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.connector_view import ConnectorView
from ...models.rotate_connector import RotateConnector
from ...types import UNSET, Unset, plain


def request(
    connector_id: str,
    *,
    body: RotateConnector | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/connectors/{connector_id}/rotate".format(
            connector_id=quote(str(connector_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ConnectorView:
    """What the answer says."""
    try:
        response_200 = ConnectorView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    connector_id: str,
    *,
    client: Caller,
    body: RotateConnector | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ConnectorView:
    """Replace a connector's credentials"""
    return parsed(
        client.send(
            request(
                connector_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    connector_id: str,
    *,
    client: AsyncCaller,
    body: RotateConnector | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> ConnectorView:
    """Replace a connector's credentials"""
    return parsed(
        await client.send(
            request(
                connector_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
