# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    session_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="DELETE",
        path="/api/v1/sessions/{session_id}".format(
            session_id=quote(str(session_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> None:
    """What the answer says."""
    return None


def sync(
    session_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> None:
    """Sign out"""
    return parsed(
        client.send(
            request(
                session_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    session_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> None:
    """Sign out"""
    return parsed(
        await client.send(
            request(
                session_id,
                timeout_s=timeout_s,
            )
        )
    )
