# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    digest: str,
    file_name: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/ledger/artefacts/{digest}/files/{file_name}".format(
            digest=quote(str(digest), safe=""),
            file_name=quote(str(file_name), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> bytes:
    """What the answer says."""
    return answer.content


def sync(
    digest: str,
    file_name: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> bytes:
    """Get a file of a model that an entry names"""
    return parsed(
        client.send(
            request(
                digest,
                file_name,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    digest: str,
    file_name: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> bytes:
    """Get a file of a model that an entry names"""
    return parsed(
        await client.send(
            request(
                digest,
                file_name,
                timeout_s=timeout_s,
            )
        )
    )
