"""Customers' months out of many series: whose each series is, of which category, and rows as the service makes them of a question.

A row is made by the very function that makes it of a request, of the twelve months up to its origin sent as `spending`.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inference import catalogue
from inference.answering.spend_forecast import SHIFT
from inference.answering.truths import slug
from inference.features import forecasts
from inference.features.customer_past import MONTHS_MAX, past_of
from inference.features.events import EVENT_SETS
from payments.history_facts import MONTHS_MAX as AHEAD_MAX
from payments.history_facts import CustomerHistory, MonthSpend, begin_of
from training.job import TrainingJob
from training.preparation import combine, key_hashes
from training.series.panel import Floats, Ints, Panel, keys_of

USE_CASE = "spend-forecast"
TOTAL = -1
"""Stands for a customer's series together, where rows name theirs."""
_ASKED_MAX = 1_000
"""Moments of customers that one fit learns from: each is up to 54 rows, and those of one customer are much alike."""
_KNOWN_MIN = 2
_YEAR_NOUGHT = 1970 * 12
_CATEGORY = re.compile(r"categ|kateg", re.IGNORECASE)
Matrix = NDArray[np.float32]
_SET = EVENT_SETS[catalogue.get(USE_CASE).feature_set]
NAMES = _SET.names


@dataclasses.dataclass(frozen=True)
class Customers:
    """of: the series of each customer, in the order of the panel. category: of each series, None where the table tells none.

    minor: how many minor units make one of the table's. column: which tells the category, if any.
    """

    of: tuple[Ints, ...]
    category: tuple[str | None, ...]
    minor: int
    column: str


@dataclasses.dataclass(frozen=True)
class Examples:
    """Rows of questions and what came of them.

    matrix: float32[n, NAMES]. base, spent: float64[n], the mean of the last three months and what came, in the table's unit.
    customer, origin, ahead, series: int64[n]; the origin is a column of the panel, the series `TOTAL` for all of a customer.
    """

    matrix: Matrix
    base: Floats
    spent: Floats
    customer: Ints
    origin: Ints
    ahead: Ints
    series: Ints

    @property
    def more(self) -> NDArray[np.bool_]:
        return self.spent > self.base

    @property
    def ratio(self) -> Floats:
        """What the heads say: NaN where nothing was spent before."""
        known = self.base > 0
        return np.where(known, np.log(SHIFT + self.spent / np.where(known, self.base, 1.0)), np.nan)


def customers_of(frame: pl.DataFrame, job: TrainingJob, panel: Panel, salt: str) -> Customers:
    """The category is the column called so, else the last of the ids; the others name the customer."""
    names = [name for each in job.ids for name in each.split("+")]
    called = [name for name in names if _CATEGORY.search(name)]
    column = "" if len(names) == 1 else (called or names)[-1]
    keys, first = np.unique(keys_of(frame, job.ids, salt), return_index=True)
    rows = first[np.searchsorted(keys, panel.keys)]
    own = [key_hashes(frame, name, salt) for name in names if name != column]
    _, of = np.unique(combine(own, frame.height)[rows], return_inverse=True)
    told = frame[column].cast(pl.String).to_list() if column else []
    value = panel.value[~np.isnan(panel.value)]
    return Customers(
        of=tuple(np.flatnonzero(of == each) for each in range(int(of.max()) + 1)),
        category=tuple((slug(told[row]) or told[row]) if column else None for row in rows.tolist()),
        minor=1 if bool((value == np.round(value)).all()) else 100,
        column=column,
    )


def learnable(panel: Panel, customers: Customers, cut: int, seed: int) -> Examples:
    """Rows whose truth was known before a column, from a sample of the moments of all customers."""
    asked = [
        (customer, origin)
        for customer, own in enumerate(customers.of)
        for origin in range(_begun(panel, own) + _KNOWN_MIN - 1, cut - 1)
    ]
    if len(asked) > _ASKED_MAX:
        chosen = np.sort(np.random.default_rng(seed).choice(len(asked), _ASKED_MAX, replace=False))
        asked = [asked[each] for each in chosen.tolist()]
    return examples_of(panel, customers, asked, cut)


def asked_at(panel: Panel, customers: Customers, cut: int, seed: int) -> Examples:
    """Rows asked from each customer's last month before a column; of many customers a sample."""
    known = ~np.isnan(panel.value[:, :cut])
    asked = [
        (customer, int(np.flatnonzero(known[own].any(axis=0))[-1]))
        for customer, own in enumerate(customers.of)
        if known[own].any()
    ]
    if len(asked) > _ASKED_MAX:
        chosen = np.sort(np.random.default_rng(seed).choice(len(asked), _ASKED_MAX, replace=False))
        asked = [asked[each] for each in chosen.tolist()]
    return examples_of(panel, customers, asked, panel.value.shape[1])


def examples_of(panel: Panel, customers: Customers, asked: Sequence[tuple[int, int]], until: int) -> Examples:
    """asked: customers with the column of their last month. until: the column from which no truth is known."""
    parts = [part for each in asked for part in _rows(panel, customers, *each, until)]
    fields = [np.concatenate(each) for each in zip(*parts, strict=True)] if parts else []
    if not fields:
        nothing, none = np.empty(0), np.empty(0, np.int64)
        return Examples(np.empty((0, len(NAMES)), np.float32), nothing, nothing, none, none, none, none)
    matrix, base, spent, numbers = fields
    return Examples(matrix, base, spent, *(numbers[:, each] for each in range(numbers.shape[1])))


def _rows(
    panel: Panel, customers: Customers, customer: int, origin: int, until: int
) -> Iterator[tuple[Matrix, Floats, Floats, Ints]]:
    own = customers.of[customer]
    ahead = min(AHEAD_MAX, until - 1 - origin)
    if ahead < 1:
        return
    history = _history(panel, customers, own, origin, ahead)
    at = begin_of(_YEAR_NOUGHT + panel.first + origin + 1)
    past = past_of(history, at)
    names = forecasts.categories(past)
    matrix = _SET.compute(history, at)
    base = [forecasts.level(past.total), *(forecasts.level(past.spent[name]) for name in names)]
    for step in range(1, ahead + 1):
        then = panel.value[own, origin + step]
        if np.isnan(then).all():
            continue
        came = np.maximum(np.nan_to_num(then), 0.0)
        of_name = [
            own[[customers.category[each] == _told(name, customers) for each in own]] for name in names
        ]
        spent = [came.sum(), *(float(came[np.isin(own, each)].sum()) for each in of_name)]
        series = [TOTAL, *(int(each[0]) if len(each) == 1 else TOTAL for each in of_name)]
        rows = slice((step - 1) * len(spent), step * len(spent))
        numbers = np.array([[customer, origin, step, each] for each in series], np.int64)
        yield matrix[rows], np.array(base) / customers.minor, np.array(spent), numbers


def _told(name: str, customers: Customers) -> str | None:
    return name if customers.column else None


def _history(panel: Panel, customers: Customers, own: Ints, origin: int, ahead: int) -> CustomerHistory:
    """As a request would send it."""
    columns = range(max(0, origin + 1 - MONTHS_MAX), origin + 1)
    spending = [
        MonthSpend(
            month=_month(panel.first + column), category=customers.category[series],
            amount_minor=round(max(0.0, float(panel.value[series, column])) * customers.minor),
        )
        for series in own.tolist()
        for column in columns
        if not np.isnan(panel.value[series, column])
    ]  # fmt: skip
    return CustomerHistory(customer_id="customer", currency="INR", spending=spending, months=ahead)


def _month(place: int) -> str:
    number = _YEAR_NOUGHT + place
    return f"{number // 12}-{number % 12 + 1:02d}"


def _begun(panel: Panel, own: Ints) -> int:
    return int(np.flatnonzero((~np.isnan(panel.value[own])).any(axis=0))[0])
