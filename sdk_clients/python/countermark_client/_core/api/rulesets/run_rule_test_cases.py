# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.rule_test_case_report import RuleTestCaseReport
from ...models.run_rule_test_cases import RunRuleTestCases
from ...types import plain


def request(
    use_case: str,
    *,
    body: RunRuleTestCases | Mapping[str, object],
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/rulesets/{use_case}/test-cases/run".format(
            use_case=quote(str(use_case), safe=""),
        ),
        json=plain(body),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RuleTestCaseReport:
    """What the answer says."""
    try:
        response_200 = RuleTestCaseReport.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    use_case: str,
    *,
    client: Caller,
    body: RunRuleTestCases | Mapping[str, object],
    timeout_s: float | None = None,
) -> RuleTestCaseReport:
    """Run the test cases"""
    return parsed(
        client.send(
            request(
                use_case,
                body=body,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    use_case: str,
    *,
    client: AsyncCaller,
    body: RunRuleTestCases | Mapping[str, object],
    timeout_s: float | None = None,
) -> RuleTestCaseReport:
    """Run the test cases"""
    return parsed(
        await client.send(
            request(
                use_case,
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
