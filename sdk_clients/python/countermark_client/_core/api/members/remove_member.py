# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from urllib.parse import quote

from ...client import Answer, AsyncCaller, Call, Caller
from ...types import UNSET, Unset


def request(
    member_id: str,
    *,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="DELETE",
        path="/api/v1/members/{member_id}".format(
            member_id=quote(str(member_id), safe=""),
        ),
        headers=headers,
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> None:
    """What the answer says."""
    return None


def sync(
    member_id: str,
    *,
    client: Caller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> None:
    """Remove a member"""
    return parsed(
        client.send(
            request(
                member_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    member_id: str,
    *,
    client: AsyncCaller,
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> None:
    """Remove a member"""
    return parsed(
        await client.send(
            request(
                member_id,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
