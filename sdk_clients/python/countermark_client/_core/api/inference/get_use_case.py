# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.use_case_view import UseCaseView


def request(
    use_case: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/use-cases/{use_case}".format(
            use_case=quote(str(use_case), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> UseCaseView:
    """What the answer says."""
    try:
        response_200 = UseCaseView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    use_case: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> UseCaseView:
    """Get a use case"""
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
) -> UseCaseView:
    """Get a use case"""
    return parsed(
        await client.send(
            request(
                use_case,
                timeout_s=timeout_s,
            )
        )
    )
