# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.ruleset_version_view import RulesetVersionView


def request(
    use_case: str,
    ruleset_version_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/rulesets/{use_case}/versions/{ruleset_version_id}".format(
            use_case=quote(str(use_case), safe=""),
            ruleset_version_id=quote(str(ruleset_version_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RulesetVersionView:
    """What the answer says."""
    try:
        response_200 = RulesetVersionView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    use_case: str,
    ruleset_version_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> RulesetVersionView:
    """Get a version"""
    return parsed(
        client.send(
            request(
                use_case,
                ruleset_version_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    use_case: str,
    ruleset_version_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> RulesetVersionView:
    """Get a version"""
    return parsed(
        await client.send(
            request(
                use_case,
                ruleset_version_id,
                timeout_s=timeout_s,
            )
        )
    )
