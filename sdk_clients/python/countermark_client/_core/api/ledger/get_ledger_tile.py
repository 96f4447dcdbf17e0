# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    tile_path: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/ledger/tiles/{tile_path}".format(
            tile_path=quote(str(tile_path), safe="/"),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> bytes:
    """What the answer says."""
    return answer.content


def sync(
    tile_path: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> bytes:
    """Get a file of the static log"""
    return parsed(
        client.send(
            request(
                tile_path,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    tile_path: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> bytes:
    """Get a file of the static log"""
    return parsed(
        await client.send(
            request(
                tile_path,
                timeout_s=timeout_s,
            )
        )
    )
