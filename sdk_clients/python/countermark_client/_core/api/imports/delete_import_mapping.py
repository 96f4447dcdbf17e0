# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    mapping_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="DELETE",
        path="/api/v1/import-mappings/{mapping_id}".format(
            mapping_id=quote(str(mapping_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> None:
    """What the answer says."""
    return None


def sync(
    mapping_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> None:
    """Delete a mapping"""
    return parsed(
        client.send(
            request(
                mapping_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    mapping_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> None:
    """Delete a mapping"""
    return parsed(
        await client.send(
            request(
                mapping_id,
                timeout_s=timeout_s,
            )
        )
    )
