"""Commission statements: reckoned and kept, looked up, disputed, settled."""

from api.rest.operations import Keyed, get, post
from api.rest.paging import DEFAULT_LIMIT, After, Limit
from api.views.commission_statements import (
    CommissionStatementPage,
    CommissionStatementView,
    DisputeStatement,
    SettleStatement,
    statement_page,
    statement_view,
)
from core.ids import parse
from payments.agreements.statement_facts import NewCommissionStatement, StatementStatus
from payments.agreements.statements import CommissionStatements
from payments.facts import Instant, Reference
from tenants.principals import Principal

_STATEMENT = {
    "id": "north-2026-10",
    "partner_id": "partner-07",
    "currency": "INR",
    "starts_at": "2026-10-01T00:00:00+05:30",
    "ends_at": "2026-11-01T00:00:00+05:30",
    "sales": [
        {"product": "loans", "amount_minor": 60_000_000, "sold_at": "2026-10-07T11:00:00+05:30"},
    ],
    "paid_minor": 720_000,
    "tax_withheld_minor": 14_400,
}


@post(
    "/commission-statements",
    operation_id="createCommissionStatement",
    summary="State what a partner is due and was paid",
    tag="commissions",
    status=201,
    keyed=Keyed.OPTIONAL,
    example=_STATEMENT,
)
async def create_commission_statement(
    caller: Principal, commission_statements: CommissionStatements, data: NewCommissionStatement
) -> CommissionStatementView:
    """Reckoned by the agreement in force in the period, line by line, to the minor unit, and kept beside what was paid. It never changes:
    a correction is another statement that names the one it `replaces`. A difference is the event `commission.differs`.
    """
    return statement_view(await commission_statements.create(caller, data))


@get(
    "/commission-statements",
    operation_id="listCommissionStatements",
    summary="List commission statements",
    tag="commissions",
)
async def list_commission_statements(  # one parameter for each filter
    caller: Principal,
    commission_statements: CommissionStatements,
    *,
    partner_id: Reference | None = None,
    period_from: Instant | None = None,
    period_to: Instant | None = None,
    status: StatementStatus | None = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> CommissionStatementPage:
    """Last recorded first; of periods that touch the time from `period_from`, included, to `period_to`, not included."""
    cursor = None if after is None else parse("cos", after)
    period = (period_from, period_to)
    page = await commission_statements.list(
        caller, partner_id=partner_id, period=period, status=status, after=cursor, limit=limit
    )
    return statement_page(page)


@get(
    "/commission-statements/{statement_id:str}",
    operation_id="getCommissionStatement",
    summary="Get a commission statement",
    tag="commissions",
)
async def get_commission_statement(
    caller: Principal, commission_statements: CommissionStatements, statement_id: str
) -> CommissionStatementView:
    return statement_view(await commission_statements.get(caller, parse("cos", statement_id)))


@post(
    "/commission-statements/{statement_id:str}/dispute",
    operation_id="disputeCommissionStatement",
    summary="Dispute a commission statement",
    tag="commissions",
    keyed=Keyed.OPTIONAL,
    example={"reason": "sale_missing", "note": "The sale of 9 October is not in it."},
)
async def dispute_commission_statement(
    caller: Principal, commission_statements: CommissionStatements, statement_id: str, data: DisputeStatement
) -> CommissionStatementView:
    """Once, while it is `matched`, `short` or `over`."""
    statement = parse("cos", statement_id)
    return statement_view(await commission_statements.dispute(caller, statement, data.reason, data.note))


@post(
    "/commission-statements/{statement_id:str}/settle",
    operation_id="settleCommissionStatement",
    summary="Settle a commission statement",
    tag="commissions",
    keyed=Keyed.OPTIONAL,
    example={"reason": "difference_paid"},
)
async def settle_commission_statement(
    caller: Principal, commission_statements: CommissionStatements, statement_id: str, data: SettleStatement
) -> CommissionStatementView:
    """Once; nothing is said of it any more."""
    statement = parse("cos", statement_id)
    return statement_view(await commission_statements.settle(caller, statement, data.reason, data.note))


HANDLERS = [
    create_commission_statement,
    list_commission_statements,
    get_commission_statement,
    dispute_commission_statement,
    settle_commission_statement,
]
