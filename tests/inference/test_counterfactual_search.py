"""The smallest change is found where there is one, and never made up."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference.explanations.levers import Lever, Range, lever_of, lever_of_codes
from inference.explanations.search import Row, Search

EDGES = np.array([0.5, 1.25, 2.0, 3.7], np.float32)


class Linear:
    """A verdict by a weighted sum of which thresholds are passed."""

    def __init__(self, weights: NDArray[np.float64], threshold: float) -> None:
        self.weights = weights
        self.threshold = threshold

    def margins(self, rows: Row) -> NDArray[np.float64]:
        passed = (rows[:, :, None] > EDGES).sum(axis=2)
        return np.asarray(passed @ self.weights, np.float64)

    def flips(self, row: Row) -> bool:
        return bool(self.margins(row[None])[0] < self.threshold)


def test_steps_are_the_nearest_value_of_each_interval() -> None:
    """Upwards the lowest plain number above a threshold, downwards the highest at or below one; bounds hold."""
    both = lever_of(0, 1.5, EDGES, Range("both"))
    assert both.sizes == (0.25, 0.25, 0.5, 0.5)
    assert both.values == pytest.approx((2.1, 1.2, 3.8, 0.5))
    assert lever_of(0, 1.5, EDGES, Range("up", whole=True)).values == (3.0, 4.0)
    assert lever_of(0, 1.5, EDGES, Range("up", whole=True, maximum=3.0)).values == (3.0,)
    assert lever_of(0, 1.5, EDGES, Range("down", minimum=1.0)).values == pytest.approx((1.2,))
    assert lever_of(0, 9.0, EDGES, Range("up")).values == ()
    assert lever_of_codes(3, 1.0, (0, 1, 2)) == Lever(3, (0.0, 2.0), (1.0, 1.0))


@given(
    edges=st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=20, unique=True),
    value=st.floats(-1e6, 1e6, width=32),
)
def test_each_step_lies_in_an_interval_of_its_own(edges: list[float], value: float) -> None:
    """No two steps are the same to a tree, none is where the row is already, and sizes grow with the distance."""
    ordered = np.unique(np.array(edges, np.float32))
    lever = lever_of(0, value, ordered, Range("both"))
    places = [int((np.float32(step) > ordered).sum()) for step in lever.values]
    here = int((np.float32(value) > ordered).sum())
    assert len(set(places)) == len(places) == len(ordered)
    assert here not in places
    assert list(lever.sizes) == sorted(lever.sizes)
    assert [abs(place - here) / len(ordered) for place in places] == pytest.approx(list(lever.sizes))


@settings(max_examples=60, deadline=None)
@given(
    weights=st.lists(st.integers(-3, 5), min_size=3, max_size=3),
    start=st.lists(st.sampled_from([0.0, 1.0, 1.5, 3.0, 5.0]), min_size=3, max_size=3),
    threshold=st.integers(-12, 20),
)
def test_it_finds_what_trying_everything_finds(
    weights: list[int], start: list[float], threshold: int
) -> None:
    """As few features as any change that flips, and for one feature the smallest step of all."""
    judge = Linear(np.array(weights, float), threshold)
    row = np.array(start, np.float32)
    if judge.flips(row):
        return
    levers = [lever_of(at, float(row[at]), EDGES, Range("both")) for at in range(3)]
    found = Search(row, levers, judge).run()
    best: tuple[int, float] | None = None
    choices = [[(None, 0.0), *zip(lever.values, lever.sizes, strict=True)] for lever in levers]
    for picked in itertools.product(*choices):
        changed = row.copy()
        for at, (to, _) in enumerate(picked):
            if to is not None:
                changed[at] = to
        if judge.flips(changed):
            size = (sum(to is not None for to, _ in picked), sum(step for _, step in picked))
            best = size if best is None else min(best, size)
    if best is None:
        assert found.row is None
        assert found.complete
        return
    assert found.row is not None
    assert judge.flips(found.row)
    assert len(found.features) == best[0]
    assert {at for at in range(3) if found.row[at] != row[at]} == set(found.features)
    if best[0] == 1:
        (feature,) = found.features
        sizes = dict(zip(levers[feature].values, levers[feature].sizes, strict=True))
        assert sizes[float(found.row[feature])] == pytest.approx(best[1])


def test_a_search_ends() -> None:
    """A verdict that nothing flips costs a bounded number of judgements, and says that none was found."""
    wide = np.arange(200, dtype=np.float32)
    levers = [lever_of(at, 50.0, wide, Range("both")) for at in range(30)]
    judge = Linear(np.zeros(30), -1.0)
    found = Search(np.full(30, 50.0, np.float32), levers, judge).run()
    assert found.row is None
    assert not found.complete
    assert found.judged <= 4_001
