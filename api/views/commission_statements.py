"""Commission statements as both faces show them."""

from datetime import datetime

import msgspec

from core.ids import public
from core.pages import Page
from payments.agreements.statement_entities import StatementWithSteps, StoredStatement
from payments.agreements.statement_facts import (
    DisputeReason,
    DueLine,
    Note,
    PaidBasis,
    SettleReason,
    StatementStatus,
)
from payments.commission_facts import CommissionSale


class DisputeStatement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a statement is not accepted.

    reason: what is wrong with it.
    note: in words; kept sealed.
    """

    reason: DisputeReason
    note: Note | None = None


class SettleStatement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That nothing of a statement is open any more.

    reason: what became of it.
    note: in words; kept sealed.
    """

    reason: SettleReason
    note: Note | None = None


class CommissionStatementStep(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said of a statement.

    id: our id, which its entry in the ledger has too.
    status: what the statement became.
    reason: why.
    note: null where there is none, or once the partner was erased.
    at: when.
    by: who.
    """

    id: str
    status: StatementStatus
    reason: str
    note: str | None
    at: datetime
    by: str


class CommissionStatementSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A statement without its lines.

    id: our id.
    own_id: your own id of it; null once the partner was erased.
    partner_id: your own id of the partner; null once the partner was erased.
    agreement_id: the agreement that was in force.
    currency: ISO 4217.
    starts_at: of the period, included.
    ends_at: of the period, not included.
    status: `expected` while nothing was told of paying; what was found; or what became of it.
    payable_minor: what is due, with taxes that are added and without those that are withheld.
    difference_minor: what the partner got too much, below zero what is missing; null while nothing was told of paying.
    reasons: why it differs, and what else is noteworthy.
    replaces: the statement that this one corrects.
    replaced_by: the one that corrects this.
    recorded_at: when.
    """

    id: str
    own_id: str | None
    partner_id: str | None
    agreement_id: str
    currency: str
    starts_at: datetime
    ends_at: datetime
    status: StatementStatus
    payable_minor: int
    difference_minor: int | None
    reasons: list[str]
    replaces: str | None
    replaced_by: str | None
    recorded_at: datetime


class CommissionReckoning(msgspec.Struct, frozen=True, kw_only=True):
    """What is due, line by line, and what was paid.

    lines: in order: products with their base and slab, bonuses, deductions, taxes.
    sales: as they were sent.
    sales_counted: sales of the period that stand.
    reversed_left_out: sales of the period that were reversed.
    outside_left_out: sales outside the period.
    volume_minor: of the sales that stand.
    earned_minor: base, slabs and bonuses less deductions, not below zero.
    carried_minor: what deductions exceed it by.
    tax_withheld_minor: of all taxes that are withheld.
    tax_added_minor: of all taxes that are added.
    paid_basis: `told`: before tax, as it was sent; `payouts`: after taxes, what stored payouts brought; null while nothing was told.
    paid_minor: what was paid, on that basis.
    paid_tax_withheld_minor: what was kept back, where it was told.
    paid_tax_added_minor: what was paid on top, where it was told.
    payout_ids: your own ids of the payouts that paid it.
    """

    lines: list[DueLine]
    sales: list[CommissionSale]
    sales_counted: int
    reversed_left_out: int
    outside_left_out: int
    volume_minor: int
    earned_minor: int
    carried_minor: int
    tax_withheld_minor: int
    tax_added_minor: int
    paid_basis: PaidBasis | None
    paid_minor: int | None
    paid_tax_withheld_minor: int | None
    paid_tax_added_minor: int | None
    payout_ids: list[str]


class CommissionStatementView(CommissionStatementSummary, frozen=True, kw_only=True):
    """A statement. Beside its summary:

    reckoning: null once the partner was erased.
    steps: what was said of it, oldest first.
    """

    reckoning: CommissionReckoning | None
    steps: list[CommissionStatementStep]


class CommissionStatementPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of statements, last recorded first."""

    data: list[CommissionStatementSummary]
    has_more: bool
    next_after: str | None


def statement_view(found: StatementWithSteps) -> CommissionStatementView:
    steps = [
        CommissionStatementStep(**(msgspec.structs.asdict(each) | {"id": public("css", each.id)}))
        for each in found.steps
    ]
    summary = msgspec.structs.asdict(_summary(found.stored))
    return CommissionStatementView(**summary, reckoning=_reckoning(found.stored), steps=steps)


def statement_page(page: Page[StoredStatement]) -> CommissionStatementPage:
    data = [_summary(each) for each in page.data]
    return CommissionStatementPage(data=data, has_more=page.has_more, next_after=page.next_after)


def _summary(stored: StoredStatement) -> CommissionStatementSummary:
    sent = stored.statement
    return CommissionStatementSummary(
        id=public("cos", stored.id),
        own_id=None if sent is None else sent.id,
        partner_id=None if sent is None else sent.partner_id,
        agreement_id=public("agr", stored.agreement_id),
        currency=stored.currency,
        starts_at=stored.starts_at,
        ends_at=stored.ends_at,
        status=stored.status,
        payable_minor=stored.payable_minor,
        difference_minor=stored.difference_minor,
        reasons=stored.reasons,
        replaces=None if stored.replaces is None else public("cos", stored.replaces),
        replaced_by=None if stored.replaced_by is None else public("cos", stored.replaced_by),
        recorded_at=stored.recorded_at,
    )


def _reckoning(stored: StoredStatement) -> CommissionReckoning | None:
    sent, reckoned = stored.statement, stored.reckoned
    if sent is None or reckoned is None:
        return None
    own = {
        name: getattr(reckoned, name)
        for name in CommissionReckoning.__struct_fields__
        if hasattr(reckoned, name)
    }
    return CommissionReckoning(
        **own,
        sales=sent.sales,
        paid_tax_withheld_minor=sent.tax_withheld_minor,
        paid_tax_added_minor=sent.tax_added_minor,
        payout_ids=sent.payout_ids,
    )
