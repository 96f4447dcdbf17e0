"""Usage of the caller's environment."""

import datetime as dt

from api.rest.operations import get
from api.views.tenants import UsageView, usage_view
from tenants.principals import Principal
from tenants.usage import UsageCounters


@get(
    "/usage",
    operation_id="getUsage",
    summary="Get usage by day and operation",
    tag="usage",
    answer_example={
        "first_day": "2026-11-01",
        "last_day": "2026-11-21",
        "data": [{"day": "2026-11-20", "operation": "createDecision", "calls": 18204}],
        "calls_this_month": 18204,
        "quota_per_month": 5000000,
    },
)
async def get_usage(
    caller: Principal, usage: UsageCounters, first_day: dt.date | None = None, last_day: dt.date | None = None
) -> UsageView:
    """From the first of the month to today (UTC) unless told otherwise, at most 92 days."""
    return usage_view(await usage.report(caller, first_day, last_day))


HANDLERS = [get_usage]
