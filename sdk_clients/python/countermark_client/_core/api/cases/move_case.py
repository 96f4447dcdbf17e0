# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.case_view import CaseView
from ...models.move_case import MoveCase
from ...types import UNSET, Unset, plain


def request(
    case_id: str,
    *,
    body: MoveCase | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="PATCH",
        path="/api/v1/cases/{case_id}".format(
            case_id=quote(str(case_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> CaseView:
    """What the answer says."""
    try:
        response_200 = CaseView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    case_id: str,
    *,
    client: Caller,
    body: MoveCase | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> CaseView:
    """Move, assign or comment a case"""
    return parsed(
        client.send(
            request(
                case_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    case_id: str,
    *,
    client: AsyncCaller,
    body: MoveCase | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> CaseView:
    """Move, assign or comment a case"""
    return parsed(
        await client.send(
            request(
                case_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
