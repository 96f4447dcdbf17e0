"""`countermark commissions`: agreements with partners, and statements of what they are due and were paid."""

from datetime import datetime
from pathlib import Path
from typing import get_args

import click
import msgspec

from api.views.commission_agreements import CommissionAgreementView, agreement_page, agreement_view
from api.views.commission_statements import (
    CommissionStatementView,
    DisputeStatement,
    SettleStatement,
    statement_page,
    statement_view,
)
from app.cli.foundation import caller_in, command, mode_option, run, show, tenant_option
from app.cli.moments import MOMENT
from app.cli.table_rows import rows_of
from app.wiring.foundation import Foundation
from app.wiring.payouts import payout_services
from core.errors import FieldError, InvalidRequest
from core.ids import parse
from payments.agreements.facts import CommissionAgreement
from payments.agreements.statement_facts import (
    DisputeReason,
    NewCommissionStatement,
    SettleReason,
    StatementStatus,
)
from payments.commission_facts import CommissionSale
from payments.facts import Reference

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_statement = click.argument("statement_id", metavar="cos_…")
_note = click.option("--note", help="In words; kept sealed.")
_limit = click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1_000))
_partner = click.option("--partner", help="Only this partner's: your own id.")


@click.group()
def commissions() -> None:
    """What partners are due by their agreements, and what they were paid."""


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Filters of a list."""

    partner: Reference | None
    status: StatementStatus | None
    since: datetime | None
    until: datetime | None
    after: str | None


@commissions.command("agree")
@click.argument("file", type=_FILE)
@tenant_option
@mode_option
def agree(file: Path, tenant: str, mode: str) -> None:
    """Keep the agreement in FILE: JSON, as the API takes it."""
    wanted = command(CommissionAgreement, **_object(file))

    async def work(base: Foundation) -> CommissionAgreementView:
        caller = await caller_in(base, tenant, mode)
        return agreement_view(await payout_services(base)["commission_agreements"].create(caller, wanted))

    show(run(work))


@commissions.command("agreements")
@_partner
@_limit
@click.option("--after", metavar="agr_…", help="Start behind this one.")
@tenant_option
@mode_option
def agreements(tenant: str, mode: str, partner: str | None, limit: int, after: str | None) -> None:
    """List agreements, last recorded first."""

    async def work(base: Foundation) -> object:
        caller = await caller_in(base, tenant, mode)
        service = payout_services(base)["commission_agreements"]
        start = parse("agr", after) if after else None
        return agreement_page(await service.list(caller, partner_id=partner, after=start, limit=limit))

    show(run(work))


@commissions.command("state")
@click.argument("file", type=_FILE)
@click.option("--sales", type=_FILE, help="The sales, where FILE has none: .csv or one JSON object a line.")
@tenant_option
@mode_option
def state(file: Path, sales: Path | None, tenant: str, mode: str) -> None:
    """State what a partner is due and was paid: FILE is JSON, as the API takes it."""
    told = _object(file)
    if sales is not None:
        told["sales"] = [msgspec.to_builtins(each) for each in rows_of(sales, CommissionSale)]
    wanted = command(NewCommissionStatement, **told)

    async def work(base: Foundation) -> CommissionStatementView:
        caller = await caller_in(base, tenant, mode)
        return statement_view(await payout_services(base)["commission_statements"].create(caller, wanted))

    show(run(work))


@commissions.command("statements")
@_partner
@click.option("--status", type=click.Choice(get_args(StatementStatus)), help="Only those of this status.")
@click.option("--from", "since", type=MOMENT, help="Only periods that end after it.")
@click.option("--to", "until", type=MOMENT, help="Only periods that begin before it.")
@_limit
@click.option("--after", metavar="cos_…", help="Start behind this one.")
@tenant_option
@mode_option
def statements(tenant: str, mode: str, limit: int, **told: object) -> None:
    """List statements, last recorded first."""
    asked = command(_Asked, **told)

    async def work(base: Foundation) -> object:
        caller = await caller_in(base, tenant, mode)
        page = await payout_services(base)["commission_statements"].list(
            caller,
            partner_id=asked.partner,
            period=(asked.since, asked.until),
            status=asked.status,
            after=parse("cos", asked.after) if asked.after else None,
            limit=limit,
        )
        return statement_page(page)

    show(run(work))


@commissions.command("statement")
@_statement
@tenant_option
@mode_option
def statement(statement_id: str, tenant: str, mode: str) -> None:
    """Show a statement line by line, with what was said of it."""

    async def work(base: Foundation) -> CommissionStatementView:
        caller = await caller_in(base, tenant, mode)
        service = payout_services(base)["commission_statements"]
        return statement_view(await service.get(caller, parse("cos", statement_id)))

    show(run(work))


@commissions.command("dispute")
@_statement
@click.option("--reason", required=True, type=click.Choice(get_args(DisputeReason)))
@_note
@tenant_option
@mode_option
def dispute(statement_id: str, reason: str, note: str | None, tenant: str, mode: str) -> None:
    """Say that a statement is not accepted."""
    said = command(DisputeStatement, reason=reason, note=note)

    async def work(base: Foundation) -> CommissionStatementView:
        caller = await caller_in(base, tenant, mode)
        service = payout_services(base)["commission_statements"]
        return statement_view(
            await service.dispute(caller, parse("cos", statement_id), said.reason, said.note)
        )

    show(run(work))


@commissions.command("settle")
@_statement
@click.option("--reason", required=True, type=click.Choice(get_args(SettleReason)))
@_note
@tenant_option
@mode_option
def settle(statement_id: str, reason: str, note: str | None, tenant: str, mode: str) -> None:
    """Say that nothing of a statement is open any more."""
    said = command(SettleStatement, reason=reason, note=note)

    async def work(base: Foundation) -> CommissionStatementView:
        caller = await caller_in(base, tenant, mode)
        service = payout_services(base)["commission_statements"]
        return statement_view(
            await service.settle(caller, parse("cos", statement_id), said.reason, said.note)
        )

    show(run(work))


def _object(file: Path) -> dict[str, object]:
    """Raises: InvalidRequest."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, object])
    except msgspec.DecodeError as error:
        field = FieldError("", "The file does not hold a JSON object.", "Write it as the API takes it.")
        raise InvalidRequest("The file cannot be read.", fields=[field], internal=str(error)) from error
