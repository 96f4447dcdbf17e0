"""What was known of an entity before a row: counts, means, gaps and past labels, from strictly earlier rows alone.

Nothing at or after the row's own time enters: events of the same millisecond are not past, and a label counts from the
moment at which it became known. The same function makes the features of training rows and of rows to score.
"""

import dataclasses
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from inference.pasts.order import DAY_MS, Floats, Ints, Past, ratio, span_text
from inference.pasts.waiting import waiting_features

SMOOTHED = "mean label before, smoothed"
_PRIOR_ROWS = 20.0
_RECENT = (1, 5)
_RECENT_ALL = (50, 500)


class Entity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose past is looked at. columns: they name it together; none is everybody.

    kind: `own`, something with a past of its own (a customer, a card); `class`, a category or everybody, whose counts say
      no more than how much time has passed and whose recent labels alone are used; `alike`, rows that agree.
    windows_ms: how far back.
    """

    name: str
    columns: tuple[str, ...]
    windows_ms: tuple[Annotated[int, Meta(gt=0)], ...]
    kind: Literal["own", "pair", "class", "alike"]


class HistoryPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """entities: whose past. values: numeric columns whose means are taken. prior: the mean label of the training rows.

    ages_ms: at which rows that wait for their answer are looked at; none where every answer takes alike.
    """

    entities: tuple[Entity, ...]
    values: tuple[str, ...]
    prior: float
    ages_ms: tuple[Annotated[int, Meta(gt=0)], ...] = ()


@dataclasses.dataclass(frozen=True)
class Events:
    """time: int64[n] ms. keys: uint64[n, entities], 0 where unknown. values: float64[n, values].

    label: float64[n], NaN where not known. known: int64[n] ms, when the label became known; of a row without one, until
      when it is known to have had none (its own time where nothing is known of that).
    """

    time: Ints
    keys: NDArray[np.uint64]
    values: Floats
    label: Floats
    known: Ints

    def __len__(self) -> int:
        return len(self.time)

    def followed_by(self, later: "Events") -> "Events":
        return Events(
            np.concatenate([self.time, later.time]),
            np.concatenate([self.keys, later.keys]),
            np.concatenate([self.values, later.values]),
            np.concatenate([self.label, later.label]),
            np.concatenate([self.known, later.known]),
        )


def history_features(plan: HistoryPlan, events: Events, first: int = 0) -> tuple[list[str], Floats]:
    """Features of the events from number `first` on, each from all events before it in time.

    A row without any of the plan's values is a question about its entity, not something that happened: it asks of the
    past and adds nothing to it but its label.

    Returns: names, and float64[n - first, names], NaN where there is no past to speak of.
    """
    names: list[str] = []
    found: list[Floats] = []
    happened = np.ones(len(events), np.bool_)
    if plan.values:
        happened &= np.isfinite(events.values).any(axis=1)
    for index, entity in enumerate(plan.entities):
        past = Past.of(events.keys[:, index], events.time, first, events.time, happened)
        for name, column in _entity_features(plan, entity, events, past, first):
            names.append(f"{entity.name}: {name}")
            found.append(column)
        if entity.kind != "alike":
            labelled = Past.of(
                events.keys[:, index], events.time, first, events.known, ~np.isnan(events.label)
            )
            for name, column in _label_features(plan, entity, events, labelled):
                names.append(f"{entity.name}: {name}")
                found.append(column)
        if plan.ages_ms and entity.windows_ms and entity.kind in {"own", "class"}:
            waiting = waiting_features(
                events.keys[:, index], events.time, events.label, events.known, first,
                windows_ms=entity.windows_ms, ages_ms=plan.ages_ms,
            )  # fmt: skip
            for name, column in waiting:
                names.append(f"{entity.name}: {name}")
                found.append(column)
    return names, np.stack(found, axis=1) if found else np.empty((len(events) - first, 0))


def _entity_features(
    plan: HistoryPlan, entity: Entity, events: Events, past: Past, first: int
) -> Iterator[tuple[str, Floats]]:
    total = past.end - past.begin
    seen = total > 0
    last = np.where(seen, past.end - 1, 0)
    if entity.kind == "class":
        return
    if len(past.order):
        gap = (past.asked - past.place[last]) / 1000.0
        yield "seconds since the last", past.or_nan(np.where(seen, gap, np.nan))
    if entity.kind == "own" and len(past.order):
        yield from _life(past, total)
    if entity.kind != "alike":
        yield "rows before", past.or_nan(total.astype(np.float64))
    starts = [past.since(window) for window in entity.windows_ms]
    for window, start in zip(entity.windows_ms, starts, strict=True):
        yield f"rows in {span_text(window)}", past.or_nan((past.end - start).astype(np.float64))
    if entity.kind != "own":
        return
    for index, name in enumerate(plan.values):
        value = events.values[:, index]
        present = (~np.isnan(value)).astype(np.float64)
        filled = np.nan_to_num(value)
        sums, squares, counts = past.sums(filled), past.sums(filled * filled), past.sums(present)
        rows, whole = past.between(counts, past.begin, past.end), past.between(sums, past.begin, past.end)
        mean = ratio(whole, rows)
        square = ratio(past.between(squares, past.begin, past.end), rows)
        spread = np.sqrt(np.maximum(square - mean * mean, 0.0))
        own = value[first:]
        if len(past.order):
            yield f"mean {name} before", mean
            yield f"sum of {name} a day since the first", past.or_nan(ratio(whole, _age_days(past)))
        yield f"{name} against the mean", ratio(own, mean)
        yield f"{name} in deviations", ratio(own - mean, np.where(rows >= 3, spread, 0.0))
        yield f"{name} against the last", ratio(own, np.where(seen, _at(filled, past, last), np.nan))
        for window, start in zip(entity.windows_ms, starts, strict=True):
            inside, own_sum = past.between(counts, start, past.end), past.between(sums, start, past.end)
            yield f"mean {name} in {span_text(window)}", ratio(own_sum, inside)
            yield f"sum of {name} in {span_text(window)}", past.or_nan(own_sum)


def _life(past: Past, total: Ints) -> Iterator[tuple[str, Floats]]:
    """How long it is known, and how its silence compares with that (the recency and frequency of buy-till-you-die models)."""
    seen = total > 0
    begun = np.where(seen, (past.asked - past.place[np.where(seen, past.begin, 0)]) / 1000.0, np.nan)
    silent = np.where(seen, (past.asked - past.place[np.where(seen, past.end - 1, 0)]) / 1000.0, np.nan)
    yield "seconds since the first", past.or_nan(begun)
    yield "share of its time since the last", past.or_nan(ratio(silent, begun))
    usual = ratio(begun - silent, np.where(seen, total - 1.0, 0.0))
    yield "silence against its usual gap", past.or_nan(ratio(silent, usual))
    yield "rows a day since the first", past.or_nan(ratio(total.astype(np.float64), _age_days(past)))


def _age_days(past: Past) -> Floats:
    """Days since the first event, one at least; NaN before it."""
    seen = past.end > past.begin
    first = past.place[np.where(seen, past.begin, 0)]
    return np.where(seen, np.maximum((past.asked - first) / DAY_MS, 1.0), np.nan)


def _label_features(
    plan: HistoryPlan, entity: Entity, events: Events, past: Past
) -> Iterator[tuple[str, Floats]]:
    sums = past.sums(np.nan_to_num(events.label))
    rows = (past.end - past.begin).astype(np.float64)
    total = past.between(sums, past.begin, past.end)
    if entity.columns:
        smoothed = (total + plan.prior * _PRIOR_ROWS) / (rows + _PRIOR_ROWS)
        yield SMOOTHED, past.or_nan(smoothed)
    if entity.kind != "class":
        yield "labels before", past.or_nan(rows)
    for count in _RECENT_ALL if entity.kind == "class" else _RECENT:
        start = np.maximum(past.end - count, past.begin)
        mean = ratio(past.between(sums, start, past.end), (past.end - start).astype(np.float64))
        yield ("last label" if count == 1 else f"mean of the last {count} labels"), mean
    for window in entity.windows_ms:
        start = past.since(window)
        inside = (past.end - start).astype(np.float64)
        own_sum = past.between(sums, start, past.end)
        yield f"mean label in {span_text(window)}", ratio(own_sum, inside)
        if entity.kind == "own":
            yield f"sum of labels in {span_text(window)}", past.or_nan(own_sum)


def _at(values: Floats, past: Past, places: Ints) -> Floats:
    if not len(past.order):
        return np.full(len(places), np.nan)
    found: Floats = values[past.order[places]]
    return found
