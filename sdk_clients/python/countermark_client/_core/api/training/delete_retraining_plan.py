# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller


def request(
    use_case: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="DELETE",
        path="/api/v1/retraining-plans/{use_case}".format(
            use_case=quote(str(use_case), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> None:
    """What the answer says."""
    return None


def sync(
    use_case: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> None:
    """Drop a retraining plan"""
    return parsed(
        client.send(
            request(
                use_case,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    use_case: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> None:
    """Drop a retraining plan"""
    return parsed(
        await client.send(
            request(
                use_case,
                timeout_s=timeout_s,
            )
        )
    )
