# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import json
from urllib.parse import quote

from countermark_client.errors import unreadable

from ...client import Answer, AsyncCaller, Call, Caller
from ...models.drift_report_view import DriftReportView


def request(
    report_id: str,
    *,
    timeout_s: float | None = None,
) -> Call:
    """What is sent."""

    return Call(
        method="GET",
        path="/api/v1/drift-reports/{report_id}".format(
            report_id=quote(str(report_id), safe=""),
        ),
        timeout_s=timeout_s,
    )


def parsed(answer: Answer) -> DriftReportView:
    """What the answer says."""
    try:
        response_200 = DriftReportView.from_dict(json.loads(answer.content))

        return response_200
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable(answer.status, answer.headers) from error


def sync(
    report_id: str,
    *,
    client: Caller,
    timeout_s: float | None = None,
) -> DriftReportView:
    """Get a drift report"""
    return parsed(
        client.send(
            request(
                report_id,
                timeout_s=timeout_s,
            )
        )
    )


async def asyncio(
    report_id: str,
    *,
    client: AsyncCaller,
    timeout_s: float | None = None,
) -> DriftReportView:
    """Get a drift report"""
    return parsed(
        await client.send(
            request(
                report_id,
                timeout_s=timeout_s,
            )
        )
    )
