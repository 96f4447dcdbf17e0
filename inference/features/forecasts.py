"""What says how much will be spent: feature set `forecast/1`, a row for each month ahead and category, the total first.

Money enters as ln(1 + minor units) or as ratios; heads are ln of spending over the mean of the last three months.
"""

from collections.abc import Sequence
from datetime import datetime
from math import log1p, nan, sqrt

from inference.features.customer_past import Past, mean, past_of, ratio
from payments.history_facts import CustomerHistory

KINDS = (
    "total", "groceries", "food", "transport", "fuel", "shopping", "pharmacy", "entertainment", "education", "travel",
    "electronics", "gaming", "utilities", "rent", "emi", "insurance", "investment", "cash", "transfer",
)  # fmt: skip
CATEGORIES_MAX = 8
NAMES = (
    "kind", "month_ahead", "month_of_year", "months_known", "log_mean3", "last_ratio", "second_ratio", "third_ratio",
    "mean6_ratio", "mean12_ratio", "year_ago_ratio", "active_share", "variation", "trend", "share_of_total",
    "income_ratio", "income_trend", "payments_d30",
)  # fmt: skip


def rows(history: CustomerHistory, at: datetime) -> Sequence[tuple[float, ...]]:
    """Rows by month ahead, in each the total and then the largest categories."""
    past = past_of(history, at)
    series = [past.total, *(past.spent[name] for name in categories(past))]
    kinds = ["total", *categories(past)]
    return [
        _row(past, kind, values, ahead)
        for ahead in range(1, history.months + 1)
        for kind, values in zip(kinds, series, strict=True)
    ]


def categories(past: Past) -> list[str]:
    """Return the categories with most spending, the largest first."""
    return sorted(past.spent, key=lambda name: (-sum(past.spent[name]), name))[:CATEGORIES_MAX]


def level(values: Sequence[float]) -> float:
    """Mean of the last three months: what heads are relative to."""
    return mean(values[:3])


def _row(past: Past, kind: str, values: Sequence[float], ahead: int) -> tuple[float, ...]:
    base = level(values)
    of_year = (past.at.timetuple().tm_yday + 30 * ahead) % 365 / 30.4
    spread = mean(values)
    return (
        float(KINDS.index(kind)) if kind in KINDS else nan,
        float(ahead),
        of_year,
        float(past.months),
        log1p(base),
        *(ratio(values[month], base) if month < len(values) else nan for month in range(3)),
        ratio(mean(values[:6]), base),
        ratio(spread, base),
        ratio(values[12 - ahead], base) if len(values) > 12 - ahead else nan,
        sum(value > 0 for value in values) / len(values),
        ratio(sqrt(mean([(value - spread) ** 2 for value in values])), spread),
        _trend(values),
        ratio(base, level(past.total)),
        ratio(level(past.earned), level(past.total)),
        _trend(past.earned),
        nan if past.of_months else float(sum((past.at - each.occurred_at).days < 30 for each in past.debits)),
    )


def _trend(values: Sequence[float]) -> float:
    """Slope of the least squares line a month, over the mean; positive when it grows."""
    count = len(values)
    if count < 3 or sum(values) == 0:
        return nan
    centre = (count - 1) / 2
    slope = sum((centre - place) * value for place, value in enumerate(values))
    return slope / sum((centre - place) ** 2 for place in range(count)) / mean(values)
