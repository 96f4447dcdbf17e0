# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.ruleset_diff_view import RulesetDiffView
from ...types import UNSET, Unset


def request(
    use_case: str,
    ruleset_version_id: str,
    *,
    against: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    params["against"] = against

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/rulesets/{use_case}/versions/{ruleset_version_id}/diff".format(
            use_case=quote(str(use_case), safe=""),
            ruleset_version_id=quote(str(ruleset_version_id), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RulesetDiffView:
    """What the answer says."""
    try:
        response_200 = RulesetDiffView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    use_case: str,
    ruleset_version_id: str,
    *,
    client: Caller,
    against: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> RulesetDiffView:
    """Compare two versions"""
    return parsed(
        client.send(
            request(
                use_case,
                ruleset_version_id,
                against=against,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    use_case: str,
    ruleset_version_id: str,
    *,
    client: AsyncCaller,
    against: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> RulesetDiffView:
    """Compare two versions"""
    return parsed(
        await client.send(
            request(
                use_case,
                ruleset_version_id,
                against=against,
                timeout_s=timeout_s,
            )
        )
    )
