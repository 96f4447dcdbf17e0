# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.change_password import ChangePassword
from ...types import UNSET, Unset, plain


def request(
    *,
    body: ChangePassword | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/profile/password",
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> None:
    """What the answer says."""
    return None


def sync(
    *,
    client: Caller,
    body: ChangePassword | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> None:
    """Change your password"""
    return parsed(
        client.send(
            request(
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    *,
    client: AsyncCaller,
    body: ChangePassword | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> None:
    """Change your password"""
    return parsed(
        await client.send(
            request(
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
