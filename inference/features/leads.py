"""What says which product a customer is likely to take: feature set `lead/1`, a row for each product asked about.

These are the customer's financial features by name: share of income to rent, load of instalments, cash flow, appetite for
risk. Shares and ratios only, so that they mean the same in every currency; `log_income` is the one amount.
"""

from collections.abc import Sequence
from datetime import datetime
from math import log1p, nan

from inference.features.customer_past import Past, mean, past_of, ratio
from payments.history_facts import CustomerHistory

PRODUCTS = ("credit-card", "personal-loan", "home-loan", "mutual-fund", "insurance", "travel-card")
NAMES = (
    "product", "months_known", "log_income", "income_trend", "rent_to_income", "emi_load", "cash_flow", "saving_share",
    "risk_appetite", "investment_share", "online_share", "card_share", "cash_share", "travel_share", "food_share",
    "digital_share", "baby_share_recent", "hospital_share_recent", "wedding_share_recent", "insurance_share",
    "income_jump", "payments_a_day", "abroad_share", "biggest_ratio",
)  # fmt: skip


def rows(history: CustomerHistory, at: datetime) -> Sequence[tuple[float, ...]]:
    """One row for each product, in order."""
    common = of_past(past_of(history, at))
    return [(_code(product), *common) for product in asked(history)]


def asked(history: CustomerHistory) -> Sequence[str]:
    return history.products or PRODUCTS


def of_past(past: Past) -> tuple[float, ...]:
    """Every feature but the product."""
    income, total = mean(past.earned), past.total
    debits = past.debits
    recent = min(3, past.months)
    lately = sum(total[:recent])
    home = _home(past)
    return (
        float(past.months),
        log1p(income),
        ratio(mean(past.earned[:3]), income),
        ratio(_mean_of(past, "rent"), income),
        ratio(_mean_of(past, "emi"), income),
        ratio(income - mean(total), income),
        ratio(
            sum(max(earned - spent, 0.0) for earned, spent in zip(past.earned, total, strict=True)),
            sum(past.earned),
        ),
        past.share("gaming", "electronics", "investment", "travel"),
        past.share("investment"),
        _part(sum(each.channel in {"app", "web"} for each in debits), len(debits)),
        _part(sum(each.method == "card" for each in debits), len(debits)),
        past.share("cash"),
        past.share("travel"),
        past.share("food", "entertainment"),
        past.share("gaming", "electronics", "shopping"),
        ratio(sum(past.spent.get("baby", [0.0])[:recent]), lately),
        ratio(sum(past.spent.get("hospital", [0.0])[:recent]), lately),
        ratio(sum(sum(past.spent.get(name, [0.0])[:recent]) for name in ("jewellery", "events")), lately),
        past.share("insurance"),
        ratio(past.earned[0], mean(past.earned[1:])) if past.months > 1 else nan,
        len(past.payments) / (30.0 * past.months),
        _part(sum(each.country not in {None, home} for each in debits), len(debits)),
        ratio(max((float(each.amount_minor) for each in debits), default=0.0), income),
    )


def _code(product: str) -> float:
    return float(PRODUCTS.index(product)) if product in PRODUCTS else nan


def _mean_of(past: Past, category: str) -> float:
    return mean(past.spent.get(category, (0.0,)))


def _part(count: int, total: int) -> float:
    return count / total if total else nan


def _home(past: Past) -> str | None:
    countries = [each.country for each in past.payments if each.country is not None]
    return max(sorted(set(countries)), key=countries.count, default=None)
