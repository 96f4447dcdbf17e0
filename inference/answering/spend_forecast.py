"""How much a customer will spend, month by month and by category."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import exp

import msgspec

from inference.answering.kinds import Answered, EventAnswer, Finding, Numbers, ScoredRow, head, rising
from inference.features.customer_past import Past, past_of
from inference.features.forecasts import categories, level
from payments.history_facts import CustomerHistory, begin_of


class CategorySpend(msgspec.Struct, frozen=True, kw_only=True):
    """Spending of one category in one month, minor units: at most so much in one, five and nine of ten cases.

    category: as in the payments, or `total`.
    probability: that it is more than the mean of the last three months, calibrated.
    """

    category: str
    minor_p10: int
    minor_p50: int
    minor_p90: int
    probability: float


class MonthForecast(msgspec.Struct, frozen=True, kw_only=True):
    """One month ahead: 30 days, or of the calendar after months that were sent. starts_at: of the month. categories: the total, then the largest."""

    starts_at: datetime
    categories: list[CategorySpend]


class SpendForecastAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that spending of the next month is more than the mean of the last three months, calibrated, 0 to 1.

    spend_minor_p50: of the next month in minor units, as likely less as more.
    spend_minor_p90: the same, in nine of ten cases at most.
    spend_minor_p10: the same, in one of ten cases at most.
    usual_spend_minor: the mean of the last three months.
    forecast: month by month and by category.
    """

    probability: float
    spend_minor_p50: int | None
    spend_minor_p90: int | None
    usual_spend_minor: int | None
    forecast: list[MonthForecast]
    spend_minor_p10: int | None = None


def _answer(history: CustomerHistory, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    past = past_of(history, at)
    names = categories(past)
    kinds = [("total", past.total), *((name, past.spent[name]) for name in names)]
    months = [
        MonthForecast(
            starts_at=_begins(past, ahead),
            categories=[
                _spend(kind, level(values), row)
                for (kind, values), row in zip(kinds, rows[ahead * len(kinds) :], strict=False)
            ],
        )
        for ahead in range(history.months)
    ]
    total = months[0].categories[0]
    usual = round(level(past.total))
    more = "more" if rows[0].probability >= 0.5 else "less"
    return Answered(
        SpendForecastAnswer(
            probability=rows[0].probability,
            spend_minor_p10=total.minor_p10,
            spend_minor_p50=total.minor_p50,
            spend_minor_p90=total.minor_p90,
            usual_spend_minor=usual,
            forecast=months,
        ),
        findings=(
            Finding(code="usual.month" if past.of_months else "usual", value=float(usual)),
            Finding(code=f"expect.{more}", value=float(total.minor_p50)),
        ),
    )


def _begins(past: Past, ahead: int) -> datetime:
    """When a month ahead begins: of the calendar where months were sent, else 30 days after the one before."""
    if past.of_months:
        return begin_of(past.at.year * 12 + past.at.month - 1 + ahead)
    return past.at.replace(microsecond=0) + timedelta(days=30 * ahead)


def _spend(category: str, base: float, row: ScoredRow) -> CategorySpend:
    p10, p50, p90 = rising([base * (exp(head(row, f"log_ratio_p{each}")) - SHIFT) for each in (10, 50, 90)])
    return CategorySpend(
        category=category,
        minor_p10=round(p10),
        minor_p50=round(p50),
        minor_p90=round(p90),
        probability=row.probability,
    )


SHIFT = 0.05  # heads are ln(0.05 + spending over its mean), so that a month without any has a place


def _of_numbers(probability: float, minor: Numbers, at: datetime) -> Mapping[str, object]:
    """A version of a tenant's own speaks of minor units."""
    del probability, at
    low, middle, high = rising([minor.p10, minor.p50, minor.p90])
    return {
        "spend_minor_p10": round(low),
        "spend_minor_p50": round(middle),
        "spend_minor_p90": round(high),
    }


SPEND_FORECAST = EventAnswer(SpendForecastAnswer, CustomerHistory, _answer, numbers=_of_numbers)
