# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.read_rule_file import ReadRuleFile
from ...models.rule_file_draft import RuleFileDraft
from ...types import plain


def request(
    use_case: str,
    *,
    body: ReadRuleFile | Mapping[str, object],
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="POST",
        path="/api/v1/rulesets/{use_case}/read".format(
            use_case=quote(str(use_case), safe=""),
        ),
        json=plain(body),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RuleFileDraft:
    """What the answer says."""
    try:
        response_200 = RuleFileDraft.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    use_case: str,
    *,
    client: Caller,
    body: ReadRuleFile | Mapping[str, object],
    timeout_s: float | None = None,
) -> RuleFileDraft:
    """Read a ruleset from a file"""
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
    body: ReadRuleFile | Mapping[str, object],
    timeout_s: float | None = None,
) -> RuleFileDraft:
    """Read a ruleset from a file"""
    return parsed(
        await client.send(
            request(
                use_case,
                body=body,
                timeout_s=timeout_s,
            )
        )
    )
