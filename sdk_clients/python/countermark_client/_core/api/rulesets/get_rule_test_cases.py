# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.rule_test_case_set import RuleTestCaseSet


def request(
    use_case: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/rulesets/{use_case}/test-cases".format(
            use_case=quote(str(use_case), safe=""),
        ),
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
    timeout_s: float | None = None,
) -> RuleTestCaseSet:
    """Get the test cases"""
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
) -> RuleTestCaseSet:
    """Get the test cases"""
    return parsed(
        await client.send(
            request(
                use_case,
                timeout_s=timeout_s,
            )
        )
    )
