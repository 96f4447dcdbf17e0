# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.put_rule_test_cases import PutRuleTestCases
from ...models.rule_test_case_set import RuleTestCaseSet
from ...types import UNSET, Unset, plain


def request(
    use_case: str,
    *,
    body: PutRuleTestCases | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    headers: dict[str, str] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key
    return Call(
        method="PUT",
        path="/api/v1/rulesets/{use_case}/test-cases".format(
            use_case=quote(str(use_case), safe=""),
        ),
        headers=headers,
        json=plain(body),
        keyed=True,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RuleTestCaseSet:
    """What the answer says."""
    try:
        response_200 = RuleTestCaseSet.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    use_case: str,
    *,
    client: Caller,
    body: PutRuleTestCases | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> RuleTestCaseSet:
    """Replace the test cases"""
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
    body: PutRuleTestCases | Mapping[str, object],
    idempotency_key: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> RuleTestCaseSet:
    """Replace the test cases"""
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
