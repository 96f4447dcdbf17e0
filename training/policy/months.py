"""Simulated months of a business that owes: invoices with discounts and penalties, and the cash to pay them from."""

from datetime import UTC, datetime, timedelta
from random import Random

import msgspec

from payments.portfolio_facts import ExpectedCash, OpenInvoice, PaymentPortfolio

AT = datetime(2026, 1, 1, 9, tzinfo=UTC)


def month(seed: int) -> PaymentPortfolio:
    rng = Random(f"{seed}/month")
    scale = rng.lognormvariate(14, 0.7)
    invoices = []
    for number in range(rng.randint(6, 16)):
        due = rng.randint(3, 30)
        discounted = rng.random() < 0.45
        until = rng.randint(1, min(due, 12))
        invoices.append(
            OpenInvoice(
                id=f"i{number}",
                vendor_id=f"v{rng.randrange(8)}",
                amount_minor=max(10_000, round(scale * rng.lognormvariate(0, 0.8))),
                due_at=AT + timedelta(days=due),
                discount_bps=rng.choice((50, 100, 150, 200, 300)) if discounted else 0,
                discount_until=AT + timedelta(days=until) if discounted else None,
                penalty_bps_a_day=rng.choice((0, 5, 10, 20)),
                penalty_fixed_minor=rng.choice((0, 0, 20_000)),
            )
        )
    owed = sum(invoice.amount_minor for invoice in invoices)
    expected = [
        ExpectedCash(
            at=AT + timedelta(days=rng.randint(2, 28)),
            amount_minor=max(1, round(owed * rng.uniform(0.1, 0.5))),
        )
        for _ in range(rng.randint(1, 4))
    ]
    return PaymentPortfolio(
        payer_id="p",
        currency="INR",
        cash_minor=round(owed * rng.uniform(0.05, 0.8)),
        expected=expected,
        overdraft_bps_a_year=rng.choice((1_200, 1_800, 2_400, 3_600)),
        interest_bps_a_year=rng.choice((200, 400, 600)),
        invoices=invoices,
    )


def tight_month(seed: int) -> PaymentPortfolio:
    """A month of few invoices and little cash, some of them overdue, with penalties that are less than overdrafts now and then."""
    rng, usual = Random(f"{seed}/tight"), month(seed)
    invoices = [
        msgspec.structs.replace(
            each,
            due_at=each.due_at - timedelta(days=rng.choice((0, 0, 0, 10))),
            penalty_bps_a_day=rng.choice((0, 1, 2, 5, 8, 12)),
            penalty_fixed_minor=rng.choice((0, 0, 0, 2_000, 20_000)),
        )
        for each in usual.invoices[: rng.randint(1, 5)]
    ]
    owed = sum(invoice.amount_minor for invoice in invoices)
    expected = [
        ExpectedCash(
            at=AT + timedelta(days=rng.randint(2, 45)),
            amount_minor=max(1, round(owed * rng.uniform(0.1, 4.0))),
        )
        for _ in range(rng.randint(1, 4))
    ]
    cash = round(owed * max(0.0, rng.uniform(-0.5, 0.8)))
    return msgspec.structs.replace(usual, cash_minor=cash, expected=expected, invoices=invoices)
