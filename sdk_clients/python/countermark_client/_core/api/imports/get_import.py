# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.import_view import ImportView


def request(
    import_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/imports/{import_id}".format(
            import_id=quote(str(import_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> ImportView:
    """What the answer says."""
    try:
        response_200 = ImportView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    import_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> ImportView:
    """Get an import"""
    return parsed(
        client.send(
            request(
                import_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    import_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> ImportView:
    """Get an import"""
    return parsed(
        await client.send(
            request(
                import_id,
                timeout_s=timeout_s,
            )
        )
    )
