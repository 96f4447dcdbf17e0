"""How much a customer will spend, month by month and by category."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import exp

import msgspec

from inference.answering.kinds import Answered, EventAnswer, Finding, Numbers, ScoredRow, head, rising
from inference.answering.spend_beliefs import HIGH, LOW, MIDDLE, Belief, Told, added_up, believed
from inference.features.customer_past import Past, past_of
from inference.features.forecasts import categories, level
from payments.history_facts import CustomerHistory, begin_of


class CategorySpend(msgspec.Struct, frozen=True, kw_only=True):
    """Spending of one category in one month, minor units: at most so much in one, five and nine of ten cases.

    category: as in the payments, or `total`.
    probability: that it is more than the mean of the last three months; of the same distribution as the amounts.
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
    """probability: that spending of the next month is more than the mean of the last three months, 0 to 1; never against the amounts.

    spend_minor_p50: of the next month in minor units, as likely less as more.
    spend_minor_p90: the same, in nine of ten cases at most.
    spend_minor_p10: the same, in one of ten cases at most.
    usual_spend_minor: the mean of the last three months.
    forecast: month by month and by category; medians of categories add up to the total's, but for small ones that are not listed.
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
    usual = round(level(past.total))
    months = [
        MonthForecast(
            starts_at=_begins(past, ahead),
            categories=[
                _spend(name, values, belief)
                for (name, values), belief in zip(_kinds(past, names), beliefs, strict=True)
            ],
        )
        for ahead, beliefs in enumerate(forecast_of(past, history.months, rows))
    ]
    total = months[0].categories[0]
    return Answered(
        SpendForecastAnswer(
            probability=total.probability,
            spend_minor_p10=total.minor_p10,
            spend_minor_p50=total.minor_p50,
            spend_minor_p90=total.minor_p90,
            usual_spend_minor=usual,
            forecast=months,
        ),
        findings=(
            Finding(code="usual.month" if past.of_months else "usual", value=float(usual)),
            Finding(code=f"expect.{_outlook(total.minor_p50, usual)}", value=float(total.minor_p50)),
        ),
    )


def forecast_of(past: Past, months: int, rows: Sequence[ScoredRow]) -> list[list[Belief]]:
    """By month ahead: what is believed of the total and of the largest categories, whose medians add up. rows: as of `forecasts.rows`."""
    kinds = [values for _, values in _kinds(past, categories(past))]
    found = []
    blind = [0] * len(kinds)
    for ahead in range(months):
        here = rows[ahead * len(kinds) : (ahead + 1) * len(kinds)]
        if ahead:
            before = rows[(ahead - 1) * len(kinds) : ahead * len(kinds)]
            blind = [
                (count + 1) * _alike(*each)
                for count, each in zip(blind, zip(before, here, strict=True), strict=True)
            ]
        told = [
            _told(values, row, ahead + 1, count)
            for values, row, count in zip(kinds, here, blind, strict=True)
        ]
        parts = [believed(each) for each in told[1:]]
        total = believed(told[0], regular=all(each.steady for each in parts))
        total, parts = added_up(total, kinds[0], parts, kinds[1:])
        found.append([total, *parts])
    return found


def _kinds(past: Past, names: Sequence[str]) -> list[tuple[str, Sequence[float]]]:
    return [("total", past.total), *((name, past.spent[name]) for name in names)]


def _alike(before: ScoredRow, here: ScoredRow) -> bool:
    """Say whether a version told of a month what it told of the one before: then it does not know how far ahead it looks."""
    return all(head(before, name) == head(here, name) for name in _HEADS)


def _told(values: Sequence[float], row: ScoredRow, ahead: int, blind: int) -> Told:
    usual = level(values)
    low, middle, high = rising([usual * (exp(head(row, name)) - SHIFT) for name in _HEADS])
    return Told(values, usual, (low, middle, high), row.probability, ahead, blind)


def _outlook(middle: int, usual: int) -> str:
    """Words of the very numbers that stand beside them."""
    if 49 * usual <= 50 * middle <= 51 * usual:  # within 2 %, exactly as the default rules say it
        return "usual"
    return "more" if middle > usual else "less"


def _begins(past: Past, ahead: int) -> datetime:
    """When a month ahead begins: of the calendar where months were sent, else 30 days after the one before."""
    if past.of_months:
        return begin_of(past.at.year * 12 + past.at.month - 1 + ahead)
    return past.at.replace(microsecond=0) + timedelta(days=30 * ahead)


def _spend(category: str, values: Sequence[float], belief: Belief) -> CategorySpend:
    return CategorySpend(
        category=category,
        minor_p10=round(belief.at(LOW)),
        minor_p50=round(belief.at(MIDDLE)),
        minor_p90=round(belief.at(HIGH)),
        probability=belief.above(level(values)),
    )


_HEADS = ("log_ratio_p10", "log_ratio_p50", "log_ratio_p90")
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
