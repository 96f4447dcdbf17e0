"""`countermark payouts`: list them, show where one is, and what is unusual."""

import click

from api.views.payouts import (
    PayoutAnomalyPage,
    PayoutPage,
    PayoutStatusView,
    payout_anomaly_page,
    payout_page,
    payout_status_view,
)
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.wiring.foundation import Foundation
from core.ids import parse
from payments.payouts.payouts import Payouts
from payments.payouts.statuses import PayoutStatuses

_limit = click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1_000))


@click.group()
def payouts() -> None:
    """Payouts of an environment, and what is unusual about them."""


@payouts.command("list")
@tenant_option
@mode_option
@click.option("--payee", default=None, help="Only this payee's: your own id.")
@click.option("--stage", default=None, help="Only those in this stage.")
@_limit
@click.option("--after", default=None, metavar="pyt_…", help="Start behind this one.")
def list_payouts(  # click hands over every option
    tenant: str, mode: str, payee: str | None, stage: str | None, limit: int, after: str | None
) -> None:
    """List payouts, last recorded first."""

    async def work(base: Foundation) -> PayoutPage:
        caller = await caller_in(base, tenant, mode)
        start = parse("pyt", after) if after else None
        service = Payouts(base.database, base.tenants.vaults, base.clock)
        page = await service.list(caller, own_id=None, payee_id=payee, stage=stage, after=start, limit=limit)
        return payout_page(page)

    show(run(work))


@payouts.command("status")
@tenant_option
@mode_option
@click.argument("payout_id", metavar="pyt_…")
def status(tenant: str, mode: str, payout_id: str) -> None:
    """Show where a payout is, beside what is usual."""

    async def work(base: Foundation) -> PayoutStatusView:
        caller = await caller_in(base, tenant, mode)
        service = PayoutStatuses(base.database, base.tenants.vaults, base.clock)
        return payout_status_view(await service.status(caller, parse("pyt", payout_id)))

    show(run(work))


@payouts.command("anomalies")
@tenant_option
@mode_option
@click.option("--kind", default=None, help="Only of this kind, such as stuck.")
@_limit
@click.option("--after", default=None, metavar="pya_…", help="Start behind this one.")
def anomalies(tenant: str, mode: str, kind: str | None, limit: int, after: str | None) -> None:
    """List what is unusual, last found first."""

    async def work(base: Foundation) -> PayoutAnomalyPage:
        caller = await caller_in(base, tenant, mode)
        service = PayoutStatuses(base.database, base.tenants.vaults, base.clock)
        start = parse("pya", after) if after else None
        return payout_anomaly_page(
            await service.anomalies(caller, payout=None, kind=kind, after=start, limit=limit)
        )

    show(run(work))
