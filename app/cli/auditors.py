"""`countermark auditors`: access that auditors are given for a time."""

import datetime as dt

import click

from api.views.access_grants import AccessGrantPage, AccessGrantView, access_grant_page, access_grant_view
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.cli.moments import MOMENT
from app.wiring.foundation import Foundation
from core.ids import parse
from core.pages import LIMIT_MAX
from tenants.access_grants import GrantAccess


@click.group()
def auditors() -> None:
    """Access of auditors."""


@auditors.command()
@tenant_option
@mode_option
@click.argument("holder", metavar="mbr_…|key_…")
@click.option("--days", type=click.IntRange(1, 366), required=True, help="How long from now on.")
@click.option("--reason", required=True, help="Why.")
@click.option("--since", default=None, type=MOMENT, help="Only entries from this time on.")
@click.option("--until", default=None, type=MOMENT, help="Only entries before this time.")
@click.option("--type", "types", multiple=True, help="Only entries of this kind; may be repeated.")
def grant(  # click hands over every option
    tenant: str, mode: str, holder: str, days: int, *, reason: str, since: dt.datetime | None,
    until: dt.datetime | None, types: tuple[str, ...],
) -> None:  # fmt: skip
    """Give an auditor access. With a time or a kind of entries, nothing but that part of the log is read."""

    async def work(base: Foundation) -> AccessGrantView:
        ends = base.true_clock.now() + dt.timedelta(days=days)
        wanted = command(
            GrantAccess, holder=holder, expires_at=ends, reason=reason, since=since, until=until, types=list(types)
        )  # fmt: skip
        caller = await caller_in(base, tenant, mode)
        return access_grant_view(await base.tenants.access_grants.grant(caller, wanted))

    show(run(work))


@auditors.command("list")
@tenant_option
@mode_option
@click.option("--after", default=None, metavar="acg_…", help="Start behind this one.")
def list_grants(tenant: str, mode: str, after: str | None) -> None:
    """List access that was given, newest first."""

    async def work(base: Foundation) -> AccessGrantPage:
        caller = await caller_in(base, tenant, mode)
        start = parse("acg", after) if after else None
        return access_grant_page(await base.tenants.access_grants.list_page(caller, start, LIMIT_MAX))

    show(run(work))


@auditors.command()
@tenant_option
@mode_option
@click.argument("grant_id", metavar="acg_…")
def revoke(tenant: str, mode: str, grant_id: str) -> None:
    """Take access back."""

    async def work(base: Foundation) -> AccessGrantView:
        caller = await caller_in(base, tenant, mode)
        return access_grant_view(await base.tenants.access_grants.revoke(caller, parse("acg", grant_id)))

    show(run(work))
