"""What it costs to pay invoices on given days: overdrafts, penalties, discounts not taken and interest forgone."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from payments.portfolio_facts import OpenInvoice, PaymentPortfolio

HORIZON_DAYS = 60
"""How long the account is watched for overdrafts: what is paid later counts as paid then."""
_DAY = 86_400.0
_YEAR_BPS = 10_000 * 365.0


class PlanCost(msgspec.Struct, frozen=True):
    """Minor units of each kind."""

    overdraft: float
    penalties: float
    discounts_missed: float
    interest_forgone: float

    @property
    def total(self) -> float:
        return self.overdraft + self.penalties + self.discounts_missed + self.interest_forgone


def cost_of(
    portfolio: PaymentPortfolio, at: datetime, paid_on: Mapping[str, float], horizon: int = HORIZON_DAYS
) -> PlanCost:
    """paid_on: days from `at`, by invoice. horizon: days to watch the account for."""
    penalties = missed = forgone = 0.0
    for invoice in portfolio.invoices:
        day = paid_on[invoice.id]
        due = max(0.0, _days(at, invoice.due_at))
        penalties += _penalty(invoice, day - _days(at, invoice.due_at))
        if invoice.discount_until is not None and invoice.discount_until >= at:
            discount = invoice.discount_bps * invoice.amount_minor / 10_000
            missed += 0.0 if day <= _days(at, invoice.discount_until) else discount
        forgone += max(0.0, due - day) * invoice.amount_minor * portfolio.interest_bps_a_year / _YEAR_BPS
    return PlanCost(_overdraft(portfolio, at, paid_on, horizon), penalties, missed, forgone)


def _penalty(invoice: OpenInvoice, days_late: float) -> float:
    if days_late <= 1e-6:
        return 0.0
    return invoice.penalty_fixed_minor + days_late * invoice.penalty_bps_a_day * invoice.amount_minor / 10_000


def _overdraft(
    portfolio: PaymentPortfolio, at: datetime, paid_on: Mapping[str, float], horizon: int
) -> float:
    moves = [0.0] * (horizon + 1)
    for coming in portfolio.expected:
        day = int(max(0.0, _days(at, coming.at)))
        moves[min(day, horizon)] += coming.amount_minor
    for invoice in portfolio.invoices:
        moves[min(int(paid_on[invoice.id]), horizon)] -= invoice.amount_minor
    cash, cost = float(portfolio.cash_minor), 0.0
    for move in moves:
        cash += move
        cost += max(0.0, -cash) * portfolio.overdraft_bps_a_year / _YEAR_BPS
    return cost


def _days(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / _DAY
