"""`countermark usage`: what an environment used, by day and operation, and what its quota is."""

import datetime as dt

import click
import msgspec

from api.views.tenants import usage_view
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from tenants.usage import UsageReport

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@tenant_option
@mode_option
@click.option("--first-day", type=_DAY, default=None, help="The first of the last day's month without.")
@click.option("--last-day", type=_DAY, default=None, help="Today (UTC) without.")
def usage(tenant: str, mode: str, first_day: dt.datetime | None, last_day: dt.datetime | None) -> None:
    """Show calls and units of work by day and operation, and this month's units beside the quota."""
    first, last = (None if day is None else day.date() for day in (first_day, last_day))

    async def work(base: Foundation) -> UsageReport:
        caller = await caller_in(base, tenant, mode)
        limits = await base.tenants.tenants.get(caller, caller.tenant_id)
        metered = msgspec.structs.replace(caller, ceilings=limits.ceilings(caller.mode))
        return await base.tenants.usage.report(metered, first, last)

    show(usage_view(run(work)))
