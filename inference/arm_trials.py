"""Two arms of anything compared while results come in: policies of routing, workflows, whatever a payment falls to.

What is tried stands beside what serves for a share of the payments, by a stable hash; the sequential test, its verdict and the
guardrail are those that versions of models are compared by (`inference.sequential`, `inference.experiments`).
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from inference.experiments import ALPHA, Difference, difference_of
from inference.guardrails import ALPHA as GUARD_ALPHA
from inference.routing import place_of
from inference.sequential import Tally, interval

LEVEL = 1 - ALPHA
_PLACES_PER_PERCENT = 100


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that the candidate may raise by so much, in parts of 1. At 1 it is off."""

    figure: str
    rise_max: float
    champion: Tally
    candidate: Tally


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """One guardrail at one look. low, high: of candidate minus champion, at all looks at once. breached: surely beyond `limit`."""

    figure: str
    limit: float
    difference: float | None
    low: float
    high: float
    breached: bool


def takes(subject: bytes, trial_id: UUID, share_percent: int) -> bool:
    """Say whether a subject falls to the candidate. A greater share of the same trial keeps everybody it had.

    subject: 16 bytes or more that stand for it: a keyed digest.
    """
    return place_of(UUID(bytes=subject[:16]), trial_id) < share_percent * _PLACES_PER_PERCENT


def differences(figures: Mapping[str, tuple[Tally, Tally]]) -> list[Difference]:
    """Compare figures of both arms, the champion's first; what is said of each holds whenever it is read."""
    return [
        difference_of(figure, interval(champion, candidate, ALPHA))
        for figure, (champion, candidate) in figures.items()
    ]


def guard(limits: Sequence[Limit]) -> list[Breach]:
    """Look at guardrails; all together they end a candidate that keeps within them with probability 0.01 at most."""
    return [_look(each, GUARD_ALPHA / len(limits)) for each in limits]


def _look(limit: Limit, alpha: float) -> Breach:
    found = interval(limit.champion, limit.candidate, alpha)
    return Breach(
        figure=limit.figure,
        limit=limit.rise_max,
        difference=found.difference,
        low=found.low,
        high=found.high,
        breached=found.low > limit.rise_max,
    )
