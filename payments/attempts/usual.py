"""What is usual of a gateway, by method and bank: the faults of its hours, without those in which it was not well. Pure.

An hour's evidence loses half of its weight in `HALF_LIFE_HOURS`, so that a contract that got worse shows (discounted evidence:
Garivier and Moulines, "On upper-confidence bound policies for switching bandit problems", ALT 2011). Hours in which the faults
speak for an incident rather than for the usual rate, at the odds of an incident, are left out: an outage says nothing of tomorrow.
"""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from payments.attempts.health import WORSE

HALF_LIFE_HOURS = 14 * 24.0
LOOK_BACK_HOURS = 28 * 24
PRIOR_FAULTS, PRIOR_WORKED = 0.5, 9.5
"""What is thought of a gateway before its first attempt: one in twenty fails, as much as ten attempts would tell."""
_INCIDENT_ODDS = 1 / 200
_ROUNDS = 3

Place = tuple[str, ...]
"""A gateway; a gateway and a method; or these and a bank."""


@dataclasses.dataclass(frozen=True, slots=True)
class Hour:
    """What the attempts of one hour at one gateway by one method came to. hour: since 1970."""

    hour: int
    gateway: str
    method: str
    worked: int
    faulted: int


@dataclasses.dataclass(frozen=True, slots=True)
class BankSum:
    """The same of one bank, its hours discounted already and summed up."""

    gateway: str
    method: str
    bank: str
    worked: float
    faulted: float


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """Discounted attempts that worked, and that failed by the gateway's fault."""

    worked: float = 0.0
    faulted: float = 0.0

    @property
    def tries(self) -> float:
        return self.worked + self.faulted


@dataclasses.dataclass(frozen=True, slots=True)
class Usual:
    """evidence: by gateway; by gateway and method; by these and a bank."""

    evidence: Mapping[Place, Evidence]

    def of(self, *place: str) -> Evidence:
        return self.evidence.get(place, Evidence())

    def rate(self, gateway: str, method: str) -> float:
        """The expected fault rate, the method's drawn towards the gateway's and that towards what is thought of any."""
        faulted, worked = self.prior(gateway)
        found = self.of(gateway, method)
        return (found.faulted + faulted) / (found.tries + faulted + worked)

    def prior(self, *place: str) -> tuple[float, float]:
        """What the wider place says of a narrower one in it, as faults and works; it weighs as much as the first prior."""
        weight = PRIOR_FAULTS + PRIOR_WORKED
        faulted, worked = PRIOR_FAULTS, PRIOR_WORKED
        for end in range(1, len(place) + 1):
            found = self.of(*place[:end])
            rate = (found.faulted + faulted) / (found.tries + faulted + worked)
            faulted, worked = rate * weight, (1 - rate) * weight
        return faulted, worked


def usual_of(hours: Sequence[Hour], now: int, banks: Sequence[BankSum] = ()) -> Usual:
    """Sum up the hours before `now` and its own. now: hours since 1970. banks: of the same hours, incidents included."""
    cells: dict[tuple[str, str], list[Hour]] = {}
    for hour in hours:
        if now - LOOK_BACK_HOURS < hour.hour <= now:
            cells.setdefault((hour.gateway, hour.method), []).append(hour)
    sums: dict[Place, list[float]] = {
        (each.gateway, each.method, each.bank): [each.worked, each.faulted] for each in banks
    }
    for (gateway, method), own in cells.items():
        for hour in _well_hours(own):
            weight = 0.5 ** ((now - hour.hour) / HALF_LIFE_HOURS)
            for place in ((gateway,), (gateway, method)):
                found = sums.setdefault(place, [0.0, 0.0])
                found[0] += weight * hour.worked
                found[1] += weight * hour.faulted
    return Usual({place: Evidence(*found) for place, found in sums.items()})


def _well_hours(own: Sequence[Hour]) -> list[Hour]:
    """Return the hours of one cell in which it was, more likely than not, well."""
    worked = np.array([hour.worked for hour in own], dtype=np.float64)
    faulted = np.array([hour.faulted for hour in own], dtype=np.float64)
    return [hour for hour, fine in zip(own, looks_well(worked, faulted), strict=True) if fine]


def looks_well(worked: NDArray[np.float64], faulted: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say of each hour whether its faults fit the rate of the hours that do; bool[hours]."""
    tries = worked + faulted
    rate = float(np.median(faulted[tries > 0] / tries[tries > 0])) if (tries > 0).any() else 0.0
    kept = np.ones(len(tries), dtype=bool)
    for _ in range(_ROUNDS):
        rate = (rate * 10 + faulted[kept].sum()) / (10 + tries[kept].sum()) if kept.any() else rate
        rate = min(max(rate, 1e-3), 0.95)
        # An evening may fail half again as often; what is beyond that is weighed against the rates of failing gateways.
        fits = _log_likelihood(worked, faulted, np.minimum(1.5 * rate, 0.97))
        fits = np.maximum(fits, _log_likelihood(worked, faulted, rate))
        fails = np.max(
            [_log_likelihood(worked, faulted, rate + (1 - rate) * worse) for worse in WORSE], axis=0
        )
        kept = fails + np.log(_INCIDENT_ODDS) <= fits
    return np.asarray(kept)


def _log_likelihood(
    worked: NDArray[np.float64], faulted: NDArray[np.float64], rate: float
) -> NDArray[np.float64]:
    return np.asarray(worked * np.log1p(-rate) + faulted * np.log(rate))
