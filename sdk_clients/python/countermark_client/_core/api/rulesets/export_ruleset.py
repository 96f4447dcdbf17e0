# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.export_ruleset_form import ExportRulesetForm
from ...models.rule_file_view import RuleFileView
from ...types import UNSET, Unset


def request(
    use_case: str,
    *,
    form: ExportRulesetForm | Unset = UNSET,
    version_id: str | Unset = UNSET,
    node: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    json_form: str | Unset = UNSET
    if not isinstance(form, Unset):
        json_form = form

    params["form"] = json_form

    params["version_id"] = version_id

    params["node"] = node

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/rulesets/{use_case}/export".format(
            use_case=quote(str(use_case), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RuleFileView:
    """What the answer says."""
    try:
        response_200 = RuleFileView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    use_case: str,
    *,
    client: Caller,
    form: ExportRulesetForm | Unset = UNSET,
    version_id: str | Unset = UNSET,
    node: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> RuleFileView:
    """Export a ruleset"""
    return parsed(
        client.send(
            request(
                use_case,
                form=form,
                version_id=version_id,
                node=node,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    use_case: str,
    *,
    client: AsyncCaller,
    form: ExportRulesetForm | Unset = UNSET,
    version_id: str | Unset = UNSET,
    node: str | Unset = UNSET,
    timeout_s: float | None = None,
) -> RuleFileView:
    """Export a ruleset"""
    return parsed(
        await client.send(
            request(
                use_case,
                form=form,
                version_id=version_id,
                node=node,
                timeout_s=timeout_s,
            )
        )
    )
