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
        "data": [{"day": "2026-11-20", "operation": "createDecision", "calls": 18204, "units": 18204}],
        "calls_this_month": 18204,
        "units_this_month": 18204,
        "quota_per_month": 5000000,
    },
)
async def get_usage(
    caller: Principal, usage: UsageCounters, first_day: dt.date | None = None, last_day: dt.date | None = None
) -> UsageView:
    """From the first of the month to today (UTC) unless told otherwise, at most 92 days. The monthly quota is of units: a call
    is one, and what does more at once is one for each item: payments, sign-ins or feedback of a bulk, use cases of
    `decideSeveral`, rows of `/v2`, rows that a batch scored and payments that an import recorded (both beside the call).
    """
    return usage_view(await usage.report(caller, first_day, last_day))


HANDLERS = [get_usage]
