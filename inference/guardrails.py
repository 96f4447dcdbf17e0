"""What ends a challenger by itself: more failures, other declines or slower runs than its champion, beyond doubt. Pure."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from inference.arms import ArmCounts
from inference.sequential import Interval, Tally, interval

ALPHA = 0.01
"""The chance that any guardrail ever ends a challenger that keeps within them, whatever the number of looks."""

Guardrail = Literal["degraded", "declined", "slow"]
GUARDRAILS: tuple[Guardrail, ...] = ("degraded", "declined", "slow")
Part = Annotated[float, Meta(ge=0, le=1)]


class Guardrails(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a challenger may be from its champion, in parts of 1; at 1 a guardrail is off.

    degraded_rise_max: more decisions without a score. decline_shift_max: more or fewer declines, of customers.
    slow_rise_max: more runs of the model that take longer than `slow_run_ms`.
    """

    degraded_rise_max: Part = 0.02
    decline_shift_max: Part = 0.1
    slow_rise_max: Part = 0.05
    slow_run_ms: Annotated[int, Meta(ge=1, le=10_000)] = 50


class Guarded(msgspec.Struct, frozen=True, kw_only=True):
    """One guardrail at one look. low, high: of challenger minus champion, at all looks at once. breached: beyond `limit`."""

    name: Guardrail
    limit: float
    difference: float | None
    low: float
    high: float
    breached: bool


def judge(guardrails: Guardrails, champion: ArmCounts, challenger: ArmCounts) -> list[Guarded]:
    """Look at every guardrail; the three together are wrong with probability ALPHA at most (Bonferroni)."""
    return [_judge(name, guardrails, champion, challenger) for name in GUARDRAILS]


def _judge(name: Guardrail, guardrails: Guardrails, champion: ArmCounts, challenger: ArmCounts) -> Guarded:
    limit, both_ways = {
        "degraded": (guardrails.degraded_rise_max, False),
        "declined": (guardrails.decline_shift_max, True),
        "slow": (guardrails.slow_rise_max, False),
    }[name]
    found = interval(_tally(name, champion), _tally(name, challenger), ALPHA / len(GUARDRAILS))
    return Guarded(
        name=name,
        limit=limit,
        difference=found.difference,
        low=found.low,
        high=found.high,
        breached=_is_beyond(found, limit, both_ways=both_ways),
    )


def _is_beyond(found: Interval, limit: float, *, both_ways: bool) -> bool:
    return found.low > limit or (both_ways and found.high < -limit)


def _tally(name: Guardrail, arm: ArmCounts) -> Tally:
    return {
        "degraded": Tally(arm.decisions, arm.degraded),
        "declined": Tally(arm.customers, arm.declined),
        "slow": Tally(arm.runs, arm.slow),
    }[name]
