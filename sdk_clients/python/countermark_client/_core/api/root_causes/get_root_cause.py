# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
import json
from typing import Any
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.get_root_cause_language import GetRootCauseLanguage
from ...models.root_cause_story_view import RootCauseStoryView
from ...types import UNSET, Unset


def request(
    cause_id: str,
    *,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    language: GetRootCauseLanguage | Unset = UNSET,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""
    params: dict[str, Any] = {}

    json_since: str | Unset = UNSET
    if not isinstance(since, Unset):
        json_since = since.isoformat()
    params["since"] = json_since

    json_until: str | Unset = UNSET
    if not isinstance(until, Unset):
        json_until = until.isoformat()
    params["until"] = json_until

    json_language: str | Unset = UNSET
    if not isinstance(language, Unset):
        json_language = language

    params["language"] = json_language

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    return Call(
        method="GET",
        path="/api/v1/root-causes/{cause_id}".format(
            cause_id=quote(str(cause_id), safe=""),
        ),
        params=params,
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> RootCauseStoryView:
    """What the answer says."""
    try:
        response_200 = RootCauseStoryView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    cause_id: str,
    *,
    client: Caller,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    language: GetRootCauseLanguage | Unset = UNSET,
    timeout_s: float | None = None,
) -> RootCauseStoryView:
    """Get a root cause"""
    return parsed(
        client.send(
            request(
                cause_id,
                since=since,
                until=until,
                language=language,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    cause_id: str,
    *,
    client: AsyncCaller,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    language: GetRootCauseLanguage | Unset = UNSET,
    timeout_s: float | None = None,
) -> RootCauseStoryView:
    """Get a root cause"""
    return parsed(
        await client.send(
            request(
                cause_id,
                since=since,
                until=until,
                language=language,
                timeout_s=timeout_s,
            )
        )
    )
