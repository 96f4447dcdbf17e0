"""What the bandit believes of each gateway for one payment, as draws: Thompson sampling where the world may switch. Pure.

A draw takes each gateway's usual rate from its posterior, and whether it is well from the filter of its minutes; the gateway that
costs least in a draw wins it, and a gateway's share is the part of the draws that it wins. So what is surely best gets nearly
everything, what is not known enough is tried as often as it may be the best (Thompson, Biometrika 1933; with discounted evidence,
Raj and Kalyani, "Taming non-stationary bandits", 2017), and a gateway that fails gets nothing until it may be well again, which it
gets probes for (Thompson sampling with inference of switches: Mellor and Shapiro, AISTATS 2013). The rate of a bank at a gateway is
drawn towards that of the method there, and that towards the gateway's (hierarchical shrinkage: `payments.attempts.usual`).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from payments.attempts.health import WORSE, Health
from payments.attempts.knowledge import Knowledge
from payments.attempts.usual import Usual

DRAWS = 256
ELIMINATED = 0.9
"""A gateway that fails this surely takes no volume that it was promised."""
Floats = NDArray[np.float64]


class Beliefs:
    """Draws of how often each gateway works, for one method and bank. works: float64[draws, gateways], C order.

    failing: how surely each fails by its own fault now. expected: how often each is expected to work.
    """

    __slots__ = ("expected", "failing", "works")

    def __init__(self, works: Floats, failing: tuple[float, ...]) -> None:
        self.works = works
        self.failing = failing
        self.expected = tuple(map(float, works.mean(axis=0)))


def believe(known: Knowledge, gateways: Sequence[str], method: str, bank: str, seed: int) -> Beliefs:
    """Draw. seed: the same seed and knowledge give the same draws, in any process."""
    rng = np.random.default_rng(seed)
    columns, failing = [], []
    for gateway in gateways:
        faulted, worked = _posterior(known.usual, gateway, method, bank)
        usual = rng.beta(faulted, worked, DRAWS)
        health = known.health.get((gateway, method))
        columns.append(1 - _now(usual, health, rng.random(DRAWS)))
        failing.append(0.0 if health is None else health.failing)
    return Beliefs(np.column_stack(columns), tuple(failing))


def _posterior(usual: Usual, gateway: str, method: str, bank: str) -> tuple[float, float]:
    """Parameters of the Beta posterior of the usual fault rate, at the narrowest place of which anything is known."""
    place = (gateway, method, bank) if bank else (gateway, method)
    faulted, worked = usual.prior(*place[:-1])
    found = usual.of(*place)
    return faulted + found.faulted, worked + found.worked


def _now(usual: Floats, health: Health | None, drawn: Floats) -> Floats:
    """The fault rate of each in the state that it is drawn to be in. drawn: from 0 to 1, one each."""
    if health is None:
        return usual
    steps = np.cumsum(health.states)
    worse = np.array((0.0, *WORSE))[np.searchsorted(steps[:-1], drawn, side="right")]
    return np.asarray(usual + (1 - usual) * worse)


def least(works: Floats, paid: Sequence[float], lost: Sequence[float]) -> Floats:
    """The part of the draws in which each gateway costs least; float64[gateways].

    paid: what a success costs at each. lost: what a failure costs.
    """
    costs = works * (np.asarray(paid) - np.asarray(lost)) + np.asarray(lost)
    return np.bincount(costs.argmin(axis=1), minlength=works.shape[1]) / len(works)
