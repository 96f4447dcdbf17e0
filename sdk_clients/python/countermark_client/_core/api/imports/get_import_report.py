# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    import_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/imports/{import_id}/report".format(
            import_id=quote(str(import_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> bytes:
    """What the answer says."""
    return answer.content


def sync(
    import_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> bytes:
    """Download what was said about lines"""
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
) -> bytes:
    """Download what was said about lines"""
    return parsed(
        await client.send(
            request(
                import_id,
                timeout_s=timeout_s,
            )
        )
    )
