"""How well each gateway is now, by method: a filter over hidden states, fed with the attempts of each minute.

A gateway is well, and fails at its usual rate, or it is failing, at one of a few higher rates. What it is, is never seen, only
what its attempts came to; so the filter keeps the probability of each state, moves it by the chance that the state changes within
a minute, and weighs it with what the minute's attempts say (the forward algorithm of hidden Markov models: Rabiner, "A tutorial
on hidden Markov models", Proc. IEEE 1989, section III.A; Hamilton, Econometrica 1989, for regimes). Without attempts the chance
that a failing gateway is well again grows by itself, which is what sends probes there.

Only genuine faults of the gateway are held against it (`failure_codes`); all its other results say that it works.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from core.clock import to_micros

LOOK_BACK_MINUTES = 180
OVERDUE_MINUTES = 5
"""An attempt without a result for this long counts as a fault until its result comes: a gateway that hangs says nothing."""
WORSE = (0.12, 0.4, 0.85)
"""How much of what usually works fails, of a gateway that is impaired, half gone, gone."""
BREAKS_PER_MINUTE = 1 / (5 * 24 * 60)
MENDS_PER_MINUTE = 1 / 60
SPREADS_PER_MINUTE = 0.02
"""Chance that a method fails too, within a minute in which another one of the same gateway surely fails."""
_TINY = 1e-12

Cell = tuple[str, str]
"""A gateway and a method."""
Floats = NDArray[np.float64]


@dataclasses.dataclass(frozen=True, slots=True)
class Minute:
    """What the attempts of one minute at one gateway by one method came to. open: those without a result."""

    minute: int
    gateway: str
    method: str
    worked: int
    faulted: int
    open: int


@dataclasses.dataclass(frozen=True, slots=True)
class Health:
    """What is believed of one cell. states: probability that it is well, then of each of `WORSE`. since: when it last was likely well.

    usual: its fault rate when it is well.
    """

    states: tuple[float, ...]
    usual: float
    since: int

    @property
    def failing(self) -> float:
        """Probability that it is not well."""
        return 1 - self.states[0]

    @property
    def fault_rate(self) -> float:
        """The share of attempts that is expected to fail by its fault now."""
        return float(np.dot(self.states, rates(self.usual)))


def rates(usual: float) -> tuple[float, ...]:
    """The fault rate of each state."""
    return (usual, *(usual + (1 - usual) * worse for worse in WORSE))


def assess(minutes: Sequence[Minute], usual: Mapping[Cell, float], now: int) -> dict[Cell, Health]:
    """Work through the minutes up to `now`, itself the last. usual: the fault rate of each cell; others are left out.

    now: minutes since 1970. Older minutes than `LOOK_BACK_MINUTES` are not looked at.
    """
    cells = sorted(usual)
    if not cells:
        return {}
    first = now - LOOK_BACK_MINUTES + 1
    worked, faulted = _tables(minutes, cells, first, now)
    start = first_minute(worked + faulted)
    states = well(len(cells))
    since = np.full(len(cells), now)
    filter_ = Filter(cells, [usual[cell] for cell in cells])
    for at in range(start, LOOK_BACK_MINUTES):
        states = filter_.step(states, worked[at], faulted[at])
        since = np.where(states[:, 0] >= 0.5, first + at, since if at > start else first + at)
    return {
        cell: Health(tuple(map(float, states[at])), usual[cell], int(since[at]))
        for at, cell in enumerate(cells)
    }


def first_minute(counts: Floats) -> int:
    """Return the place of the first minute with anything in it."""
    busy = counts.sum(axis=1) > 0
    return int(busy.argmax()) if busy.any() else len(counts)


def well(count: int) -> Floats:
    """States of cells of which nothing is known: almost surely well."""
    states = np.zeros((count, 1 + len(WORSE)))
    failing = BREAKS_PER_MINUTE / (BREAKS_PER_MINUTE + MENDS_PER_MINUTE)
    states[:, 0] = 1 - failing
    states[:, 1:] = failing / len(WORSE)
    return states


class Filter:
    """The step from one minute to the next, for all cells at once."""

    def __init__(self, cells: Sequence[Cell], usual: Sequence[float]) -> None:
        table = np.array([rates(min(max(rate, 1e-4), 0.95)) for rate in usual])
        self._log_fault = np.log(table)
        self._log_work = np.log1p(-table)
        gateways = np.array([gateway for gateway, _ in cells])
        self._siblings = (gateways[:, None] == gateways[None, :]) & ~np.eye(len(cells), dtype=bool)

    def step(self, states: Floats, worked: Floats, faulted: Floats) -> Floats:
        """float64[cells, states] after a minute. worked, faulted: float64[cells], of that minute."""
        moved = self.moved(states)
        log = (
            worked[:, None] * self._log_work
            + faulted[:, None] * self._log_fault
            + np.log(np.maximum(moved, _TINY))
        )
        weighed = np.exp(log - log.max(axis=1, keepdims=True))
        return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))

    def moved(self, states: Floats) -> Floats:
        """What is to be expected a minute later, before its attempts are seen."""
        failing = 1 - states[:, 0]
        beside = np.where(self._siblings, failing[None, :], 0.0).max(axis=1, initial=0.0)
        breaks = states[:, 0] * (BREAKS_PER_MINUTE + SPREADS_PER_MINUTE * beside)
        moved = states * (1 - MENDS_PER_MINUTE)
        moved[:, 0] = states[:, 0] - breaks + failing * MENDS_PER_MINUTE
        moved[:, 1:] += breaks[:, None] / len(WORSE)
        return moved


def _tables(minutes: Sequence[Minute], cells: Sequence[Cell], first: int, now: int) -> tuple[Floats, Floats]:
    """float64[minutes, cells] of what worked and of what did not."""
    places = {cell: at for at, cell in enumerate(cells)}
    worked = np.zeros((LOOK_BACK_MINUTES, len(cells)))
    faulted = np.zeros((LOOK_BACK_MINUTES, len(cells)))
    for each in minutes:
        place = places.get((each.gateway, each.method))
        at = each.minute - first
        if place is None or not 0 <= at < LOOK_BACK_MINUTES:
            continue
        overdue = each.open if each.minute <= now - OVERDUE_MINUTES else 0
        worked[at, place] += each.worked
        faulted[at, place] += each.faulted + overdue
    return worked, faulted


def minute_of(at: datetime) -> int:
    """Minutes since 1970."""
    return to_micros(at) // 60_000_000
