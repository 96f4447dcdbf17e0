"""The smallest change that flips a verdict: fewest features first, then the smallest steps.

One feature: every step is judged, the smallest first, so what is found is the smallest there is. Two to four: a beam over
the rows with the lowest and highest margins; among their extensions the margin where the verdict flips is found by
bisection and the smallest change beyond it is judged. What is found was always judged; what is not found may exist where
a verdict does not follow the margin.
"""

import dataclasses
import time
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from inference.explanations.levers import Lever

FEATURES_MAX = 4
SCORED_MAX = 60_000
JUDGED_MAX = 4_000
SECONDS_MAX = 4.0
_BEAM = 24
Row: TypeAlias = NDArray[np.float32]
_State: TypeAlias = tuple[tuple[int, int], ...]  # lever and step, by lever


class Judge(Protocol):
    def margins(self, rows: Row) -> NDArray[np.float64]:
        """float32[n, n_features] to float64[n]: what the beam follows; NaN where a row has no score."""
        ...

    def flips(self, row: Row) -> bool:
        """Whether the verdict about this row is the one that is wanted, by the real decision function."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Searched:
    """row: the changed row, None where none was found. features: those that changed. complete: nothing was left out for
    want of time; without it a change may exist that was not found. judged: how many rows the decision function saw."""

    row: Row | None
    features: tuple[int, ...]
    complete: bool
    judged: int


class _Spent(Exception):
    """The limits of one search are used up."""


class Search:
    def __init__(self, row: Row, levers: Sequence[Lever], judge: Judge) -> None:
        self._row = row
        self._levers = [lever for lever in levers if lever.values]
        self._judge = judge
        self._judged = 0
        self._scored = 0
        self._until_s = time.monotonic() + SECONDS_MAX

    def run(self) -> Searched:
        try:
            state = self._find()
        except _Spent:
            return Searched(None, (), complete=False, judged=self._judged)
        if state is None:
            return Searched(None, (), complete=True, judged=self._judged)
        features = tuple(sorted(self._levers[lever].feature for lever, _ in state))
        return Searched(self._made(state), features, complete=True, judged=self._judged)

    def _find(self) -> _State | None:
        singles: list[_State] = [((lever, step),) for lever, step in self._steps()]
        for state in sorted(singles, key=self._size):
            if self._flips(state):
                return state
        beam = self._beam(singles)
        for _ in range(1, min(FEATURES_MAX, len(self._levers))):
            wider = sorted({self._with(state, *more) for state in beam for more in self._free(state)})
            found = self._cheapest(wider)
            if found is not None:
                return self._shrunk(found)
            beam = self._beam(wider)
        return None

    def _cheapest(self, states: list[_State]) -> _State | None:
        """The smallest state beyond the margin where the verdict flips, on either side."""
        margins = self._margins(states)
        order = [at for at in np.argsort(margins, kind="stable").tolist() if not np.isnan(margins[at])]
        found = []
        for side in (order, order[::-1]):
            if not side or not self._flips(states[side[0]]):
                continue
            low, high = 0, len(side)  # side[low] flips, side[high] does not
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if self._flips(states[side[middle]]) else (low, middle)
            beyond = sorted((states[at] for at in side[: low + 1]), key=self._size)
            found.append(next(state for state in beyond if self._flips(state)))
        return min(found, key=self._size, default=None)

    def _shrunk(self, state: _State) -> _State:
        """Take back what is not needed: smaller steps of each feature, and features altogether."""
        for lever, step in state:
            rest = tuple(each for each in state if each[0] != lever)
            if len(rest) > 1 and self._flips(rest):
                return self._shrunk(rest)
            sizes = self._levers[lever].sizes
            for smaller in range(step):
                tried = self._with(rest, lever, smaller)
                if sizes[smaller] < sizes[step] and self._flips(tried):
                    return self._shrunk(tried)
        return state

    def _beam(self, states: list[_State]) -> list[_State]:
        margins = self._margins(states)
        order = [at for at in np.argsort(margins, kind="stable").tolist() if not np.isnan(margins[at])]
        return [states[at] for at in dict.fromkeys([*order[:_BEAM], *order[-_BEAM:]])]

    def _steps(self) -> Iterator[tuple[int, int]]:
        for at, lever in enumerate(self._levers):
            for step in range(len(lever.values)):
                yield at, step

    def _free(self, state: _State) -> Iterator[tuple[int, int]]:
        taken = {lever for lever, _ in state}
        return (more for more in self._steps() if more[0] not in taken)

    def _with(self, state: _State, lever: int, step: int) -> _State:
        return tuple(sorted((*state, (lever, step))))

    def _size(self, state: _State) -> tuple[int, float, _State]:
        return len(state), sum(self._levers[lever].sizes[step] for lever, step in state), state

    def _made(self, state: _State) -> Row:
        row = self._row.copy()
        for lever, step in state:
            row[self._levers[lever].feature] = self._levers[lever].values[step]
        return row

    def _margins(self, states: list[_State]) -> NDArray[np.float64]:
        self._scored += len(states)
        if self._scored > SCORED_MAX or time.monotonic() > self._until_s:
            raise _Spent
        rows = np.array([self._made(state) for state in states], np.float32).reshape(
            len(states), len(self._row)
        )
        return self._judge.margins(rows)

    def _flips(self, state: _State) -> bool:
        self._judged += 1
        if self._judged > JUDGED_MAX or time.monotonic() > self._until_s:
            raise _Spent
        return self._judge.flips(self._made(state))
