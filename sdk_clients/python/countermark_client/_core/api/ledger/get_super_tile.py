# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    super_tile_path: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/ledger/super/tile/{super_tile_path}".format(
            super_tile_path=quote(str(super_tile_path), safe="/"),
        ),
        secured=False,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> bytes:
    """What the answer says."""
    return answer.content


def sync(
    super_tile_path: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> bytes:
    """Get a tile of the super-log"""
    return parsed(
        client.send(
            request(
                super_tile_path,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    super_tile_path: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> bytes:
    """Get a tile of the super-log"""
    return parsed(
        await client.send(
            request(
                super_tile_path,
                timeout_s=timeout_s,
            )
        )
    )
