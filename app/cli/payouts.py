"""`countermark payouts`: record them, tell what happened, list them, show where one is, and what is unusual."""

import itertools
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from api.views.payouts import (
    PayoutAnomalyPage,
    PayoutPage,
    PayoutStatusView,
    payout_anomaly_page,
    payout_page,
    payout_status_view,
)
from app.cli.foundation import caller_in, mode_option, run, show, tenant_option
from app.cli.table_rows import in_file, rows_of
from app.wiring.foundation import Foundation
from core.errors import InvalidRequest
from core.ids import parse
from payments.payouts.facts import BULK_MAX, NewPayout, PayoutEvent
from payments.payouts.payouts import Payouts
from payments.payouts.statuses import PayoutStatuses
from tenants.principals import Principal

Row = TypeVar("Row", bound=msgspec.Struct)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_limit = click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1_000))


@click.group()
def payouts() -> None:
    """Payouts of an environment, and what is unusual about them."""


@payouts.command("import")
@click.argument("file", type=_FILE)
@tenant_option
@mode_option
def import_file(file: Path, tenant: str, mode: str) -> None:
    """Record the payouts of FILE: .csv with the API's field names as columns, or one JSON object a line.

    Rows go in 1,000 at a time; a bad row is named, and its thousand is not recorded. A file may be sent again.
    """

    async def record(service: Payouts, caller: Principal, rows: Sequence[NewPayout]) -> list[str]:
        return [each.standing for each in await service.create_many(caller, rows)]

    show(_sent(file, NewPayout, tenant, mode, record))


@payouts.command("tell")
@click.argument("file", type=_FILE)
@tenant_option
@mode_option
def tell(file: Path, tenant: str, mode: str) -> None:
    """Tell what happened to payouts: the events of FILE, in the same forms."""

    async def hear(service: Payouts, caller: Principal, rows: Sequence[PayoutEvent]) -> list[str]:
        return [each.standing for each in await service.hear_many(caller, rows)]

    show(_sent(file, PayoutEvent, tenant, mode, hear))


def _sent(
    file: Path,
    kind: type[Row],
    tenant: str,
    mode: str,
    send: Callable[[Payouts, Principal, Sequence[Row]], Awaitable[list[str]]],
) -> dict[str, int]:
    """Send a file by thousands, and count what became of its rows. Raises: InvalidRequest naming a row."""

    async def work(base: Foundation) -> dict[str, int]:
        caller = await caller_in(base, tenant, mode)
        service = Payouts(base.database, base.tenants.vaults, base.clock)
        counted: Counter[str] = Counter()
        rows = rows_of(file, kind)
        for first in itertools.count(0, BULK_MAX):
            chunk = list(itertools.islice(rows, BULK_MAX))
            if not chunk:
                return dict(counted)
            try:
                counted.update(await send(service, caller, chunk))
            except InvalidRequest as refused:
                raise in_file(refused, first) from refused
        return dict(counted)

    return run(work)


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
