"""What was known before a row: never the row itself, never its own moment, never a label before it was known."""

import dataclasses

import msgspec
import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.manifest import Column
from inference.pasts.history import Entity, Events, HistoryPlan, history_features
from inference.pasts.order import DAY_MS
from training.preparation import Preparation, apply, read_events, write_events

HOUR = 3_600_000
PLAN = HistoryPlan(
    entities=(
        Entity(name="card", columns=("card",), kind="own", windows_ms=(5 * HOUR,)),
        Entity(name="everybody", columns=(), kind="class", windows_ms=(DAY_MS,)),
    ),
    values=("amount",),
    prior=0.1,
)


def events_of(rows: list[tuple[int, int, int, int]], delay: int = 2 * HOUR) -> Events:
    hours, cards, amounts, labels = (np.array(part) for part in zip(*rows, strict=True))
    time = hours.astype(np.int64) * HOUR
    keys = np.stack([cards.astype(np.uint64), np.ones(len(rows), np.uint64)], axis=1)
    label = np.where(labels == 2, np.nan, labels.astype(float))
    return Events(time, keys, amounts.astype(float)[:, None], label, time + delay)


ROWS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 3), st.integers(1, 9), st.integers(0, 2)),
    min_size=2,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_every_feature_is_what_counting_by_hand_gives(rows: list[tuple[int, int, int, int]]) -> None:
    """Counts, means and labels of strictly earlier rows of the same card, for any order and any ties."""
    events = events_of(rows)
    names, matrix = history_features(PLAN, events)
    found = {name: matrix[:, index] for index, name in enumerate(names)}
    for row, (hour, card, _, _) in enumerate(rows):
        before = [other for other in rows if other[1] == card and other[0] < hour]
        assert found["card: rows before"][row] == len(before)
        near = [other for other in before if other[0] >= hour - 5]
        assert found["card: rows in 5h"][row] == len(near)
        mean = found["card: mean amount in 5h"][row]
        assert np.isnan(mean) if not near else mean == np.float64(sum(o[2] for o in near)) / len(near)
        begun = hour - min((other[0] for other in before), default=hour)
        silent = hour - max((other[0] for other in before), default=hour)
        by_hand = {
            "share of its time since the last": silent / begun if before else np.nan,
            "silence against its usual gap": silent * (len(before) - 1) / (begun - silent)
            if begun > silent
            else np.nan,
            "rows a day since the first": len(before) / max(begun / 24, 1.0) if before else np.nan,
            "mean amount before": np.mean([o[2] for o in before]) if before else np.nan,
            "sum of amount a day since the first": sum(o[2] for o in before) / max(begun / 24, 1.0)
            if before
            else np.nan,
        }
        for name, value in by_hand.items():
            np.testing.assert_allclose(found[f"card: {name}"][row], value, err_msg=name)
        known = [other for other in rows if other[1] == card and other[3] < 2 and other[0] + 2 < hour]
        assert found["card: labels before"][row] == len(known)
        smoothed = (sum(o[3] for o in known) + 2.0) / (len(known) + 20)
        np.testing.assert_allclose(found["card: mean label before, smoothed"][row], smoothed)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, place=st.integers(0, 39))
def test_the_future_changes_nothing(rows: list[tuple[int, int, int, int]], place: int) -> None:
    """Changing a row, its label included, changes no feature of rows at its own moment or before, but its own ratios."""
    place %= len(rows)
    changed = list(rows)
    hour, card, amount, label = rows[place]
    changed[place] = (hour, card, amount + 5, 1 - label if label < 2 else 0)
    _, one = history_features(PLAN, events_of(rows))
    _, other = history_features(PLAN, events_of(changed))
    untouched = [row for row, each in enumerate(rows) if each[0] <= hour and row != place]
    np.testing.assert_array_equal(one[untouched], other[untouched])


def test_a_file_scored_later_continues_the_past(tmp_path: object) -> None:
    """Features of later rows from the kept events are those of one table holding both, to the bit."""
    rng = np.random.default_rng(3)
    rows = 400
    start = np.datetime64("2026-01-01T00:00:00", "ms")
    frame = pl.DataFrame(
        {
            "at": start
            + np.sort(rng.integers(0, 40 * 86_400, rows)).astype("timedelta64[s]").astype("timedelta64[ms]"),
            "card": rng.integers(1, 9, rows),
            "amount": rng.lognormal(3, 1, rows),
        }
    )
    plan = Preparation(
        target="y",
        time="at",
        raw=(Column(name="amount", kind="number"),),
        history=PLAN,
        label_delay_ms=DAY_MS,
        salt="s",
    )
    label = (rng.random(rows) < 0.2).astype(float)
    whole = apply(plan, frame, label=label)
    first = apply(plan, frame[:300], label=label[:300])
    assert first.events is not None
    past = read_events(write_events(first.events))
    np.testing.assert_array_equal(apply(plan, frame[300:], past, label[300:]).matrix, whole.matrix[300:])
    text = frame.with_columns(
        pl.col("card").cast(pl.Float64).cast(pl.String).str.replace(".0", "", literal=True)
    )
    np.testing.assert_array_equal(apply(plan, text, label=label).matrix, whole.matrix)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, seed=st.integers(0, 2**32 - 1))
def test_a_past_alone_gives_the_bits_that_the_whole_table_gives(
    rows: list[tuple[int, int, int, int]], seed: int
) -> None:
    """Sums begin anew with each key, so what others paid rounds nothing of one's own."""
    events = events_of(rows)
    cents = np.random.default_rng(seed).lognormal(3, 3, len(rows)).astype(np.float32).astype(np.float64)
    events = dataclasses.replace(events, values=cents[:, None])
    plan = msgspec.structs.replace(PLAN, entities=PLAN.entities[:1])
    _, whole = history_features(plan, events)
    for card in np.unique(events.keys[:, 0]):
        own = np.flatnonzero(events.keys[:, 0] == card)
        alone = Events(
            events.time[own], events.keys[own], events.values[own], events.label[own], events.known[own]
        )
        _, found = history_features(plan, alone)
        assert found.tobytes() == np.ascontiguousarray(whole[own]).tobytes()
