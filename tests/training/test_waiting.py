"""What waits for its answer: counted as by hand, blind to the future, and silent about what nobody followed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.pasts.order import DAY_MS
from inference.pasts.waiting import ages_of, is_share, is_waiting, waiting_features

WINDOW, AGE = 10 * DAY_MS, 4 * DAY_MS
# Day, key, days until the answer; of rows without one, days for which they were followed.
ROWS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 2), st.integers(0, 15), st.booleans()),
    min_size=2,
    max_size=30,
)
Row = tuple[int, int, int, bool]


def features_of(rows: list[Row]) -> dict[str, np.ndarray]:
    day, key, lag, answered = (np.array(part) for part in zip(*rows, strict=True))
    time = day.astype(np.int64) * DAY_MS
    found = waiting_features(
        key.astype(np.uint64), time, np.where(answered, 1.0, np.nan), time + lag.astype(np.int64) * DAY_MS, 0,
        windows_ms=(WINDOW,), ages_ms=(AGE,),
    )  # fmt: skip
    return dict(found)


@settings(max_examples=80, deadline=None)
@given(rows=ROWS)
def test_every_feature_is_what_counting_by_hand_gives(rows: list[Row]) -> None:
    """Of strictly earlier rows of the same key, for any order, ties, and rows that were lost from sight."""
    found = features_of(rows)
    for place, (now, key, _, _) in enumerate(rows):
        past = [row for row in rows if row[1] == key and row[0] < now]
        recent = [row for row in past if row[0] >= now - 10]
        waiting = [row for row in recent if row[0] + row[2] >= now and (row[3] or row[2] > 0)]
        seen = [row for row in recent if row[3] or (row[2] > 0 and row[0] + row[2] >= now)]
        answers = [row for row in past if row[3] and row[0] + row[2] < now]
        fresh = [row for row in answers if row[0] + row[2] >= now - 10]
        told = [row for row in past if now - 10 <= row[0] + 4 < now and (row[3] or row[2] >= 4)]
        by_hand = {
            "waiting, of the last 10d": len(waiting),
            "share waiting, of the last 10d": len(waiting) / len(seen) if seen else np.nan,
            "answers in 10d": len(fresh),
            "mean seconds to an answer in 10d": np.mean([row[2] for row in fresh]) * 86_400
            if fresh
            else np.nan,
            "seconds since the last answer": (now - max(row[0] + row[2] for row in answers)) * 86_400
            if answers
            else np.nan,
            "share waiting after 4d, in 10d": np.mean([row[2] > 4 for row in told]) if told else np.nan,
        }
        assert set(by_hand) == set(found)
        for name, value in by_hand.items():
            np.testing.assert_allclose(found[name][place], value, err_msg=f"{name} of row {place}")


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, place=st.integers(0, 29), later=st.integers(0, 20))
def test_an_answer_tells_nothing_before_it_came(rows: list[Row], place: int, later: int) -> None:
    """An answer that comes later still changes no feature of any row up to the moment at which it came at first."""
    place %= len(rows)
    day, key, lag, _ = rows[place]
    one, other = list(rows), list(rows)
    one[place], other[place] = (day, key, lag + 1, True), (day, key, lag + 1 + later, True)
    before, after = features_of(one), features_of(other)
    untouched = [row for row, each in enumerate(rows) if each[0] <= day + lag + 1]
    for name, values in before.items():
        np.testing.assert_array_equal(values[untouched], after[name][untouched], err_msg=name)


def test_ages_are_round_and_none_where_every_answer_takes_alike() -> None:
    """A fixed delay says nothing about a queue; else a half, a quarter and a tenth of the answers took longer."""
    time, label = np.zeros(1_001, np.int64), np.ones(1_001)
    assert ages_of(time, label, time + 7 * DAY_MS) == ()
    assert ages_of(time, np.full(1_001, np.nan), time) == ()
    lags = np.arange(1_001) * DAY_MS // 50
    assert ages_of(time, label, time + lags) == (10 * DAY_MS, 15 * DAY_MS, 18 * DAY_MS)


@pytest.mark.parametrize("name", sorted(features_of([(0, 1, 2, True), (9, 1, 1, True)])))
def test_its_names_are_known_as_its_own(name: str) -> None:
    """Groups of columns are told apart by their names."""
    assert is_waiting(f"bank: {name}")
    assert is_share(f"bank: {name}") is (name.startswith("share waiting, ") or "since" in name)


@pytest.mark.parametrize(
    "name", ["bank: seconds since the last", "bank: mean label in 7d", "answers given", "waiting, days"]
)
def test_other_columns_are_not(name: str) -> None:
    """Nor is a column of the table that happens to be called so."""
    assert not is_waiting(name)
