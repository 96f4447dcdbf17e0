# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.ruleset_shadow_view import RulesetShadowView
from ...models.start_ruleset_shadow import StartRulesetShadow
from ...types import UNSET, Unset, plain


def request(
    use_case: str,
    *,
    body: StartRulesetShadow | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="PUT",
        path="/api/v1/rulesets/{use_case}/shadow".format(
            use_case=quote(str(use_case), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RulesetShadowView:
    """What the answer says."""
    try:
        response_200 = RulesetShadowView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    use_case: str,
    *,
    client: Caller,
    body: StartRulesetShadow | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> RulesetShadowView:
    """Put a version into the shadow"""
    return parsed(
        client.send(
            request(
                use_case,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    use_case: str,
    *,
    client: AsyncCaller,
    body: StartRulesetShadow | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> RulesetShadowView:
    """Put a version into the shadow"""
    return parsed(
        await client.send(
            request(
                use_case,
                body=body,
                idempotency_key=idempotency_key,
                timeout_s=timeout_s,
            )
        )
    )
