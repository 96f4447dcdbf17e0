# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.tenant_view import TenantView


def request(
    tenant_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/tenants/{tenant_id}".format(
            tenant_id=quote(str(tenant_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> TenantView:
    """What the answer says."""
    try:
        response_200 = TenantView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    tenant_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> TenantView:
    """Get the tenant"""
    return parsed(
        client.send(
            request(
                tenant_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    tenant_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> TenantView:
    """Get the tenant"""
    return parsed(
        await client.send(
            request(
                tenant_id,
                timeout_s=timeout_s,
            )
        )
    )
