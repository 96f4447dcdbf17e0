# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.case_view import CaseView


def request(
    case_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/cases/{case_id}".format(
            case_id=quote(str(case_id), safe=""),
        ),
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
    timeout_s: float | None = None,
) -> CaseView:
    """Get a case"""
    return parsed(
        client.send(
            request(
                case_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    case_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> CaseView:
    """Get a case"""
    return parsed(
        await client.send(
            request(
                case_id,
                timeout_s=timeout_s,
            )
        )
    )
