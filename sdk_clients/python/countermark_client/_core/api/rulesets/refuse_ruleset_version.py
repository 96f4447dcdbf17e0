# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.refuse_ruleset_version import RefuseRulesetVersion
from ...models.ruleset_version_view import RulesetVersionView
from ...types import UNSET, Unset, plain


def request(
    use_case: str,
    ruleset_version_id: str,
    *,
    body: RefuseRulesetVersion | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="POST",
        path="/api/v1/rulesets/{use_case}/versions/{ruleset_version_id}/refuse".format(
            use_case=quote(str(use_case), safe=""),
            ruleset_version_id=quote(str(ruleset_version_id), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
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
    body: RefuseRulesetVersion | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> RulesetVersionView:
    """Refuse a version"""
    return parsed(
        client.send(
            request(
                use_case,
                ruleset_version_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    use_case: str,
    ruleset_version_id: str,
    *,
    client: AsyncCaller,
    body: RefuseRulesetVersion | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> RulesetVersionView:
    """Refuse a version"""
    return parsed(
        await client.send(
            request(
                use_case,
                ruleset_version_id,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
