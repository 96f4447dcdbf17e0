"""What says how a customer lives: feature set `segment/1`, one row of shares, sizes and habits, none of it money."""

import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from math import log1p, nan

from inference.features.customer_past import Past, mean, past_of, ratio
from payments.history_facts import CustomerHistory

SHARES = (
    ("groceries",), ("food", "entertainment"), ("transport", "fuel"), ("shopping",), ("travel",),
    ("electronics", "gaming"), ("education",), ("pharmacy", "hospital"), ("utilities",), ("cash",), ("rent", "emi"),
    ("investment", "insurance"),
)  # fmt: skip
NAMES = (
    *(f"share_{names[0]}" for names in SHARES),
    "log_ticket", "ticket_spread", "payments_a_day", "online_share", "card_share", "weekend_share", "saving_share",
    "merchants_a_month",
)  # fmt: skip


def rows(history: CustomerHistory, at: datetime) -> Sequence[tuple[float, ...]]:
    return [of_past(past_of(history, at))]


def of_past(past: Past) -> tuple[float, ...]:
    debits = past.debits
    tickets = [log1p(each.amount_minor) for each in debits]
    income = mean(past.earned)
    days = 30.0 * past.months
    return (
        *(past.share(*names) for names in SHARES),
        statistics.median(tickets) if tickets else nan,
        statistics.pstdev(tickets) if tickets else nan,
        len(debits) / days,
        ratio(sum(each.channel in {"app", "web"} for each in debits), len(debits)),
        ratio(sum(each.method == "card" for each in debits), len(debits)),
        ratio(sum(each.occurred_at.astimezone(UTC).weekday() >= 5 for each in debits), len(debits)),
        ratio(income - mean(past.total), income),
        len({each.merchant_id for each in debits if each.merchant_id}) / past.months,
    )
