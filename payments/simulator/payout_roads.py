"""Payouts of simulated businesses with their whole roads, a few of them stuck, and the truth of when that became abnormal.

The stages are those of `business.py`, with the gateway's word that a payout is at the bank between sending and credit. A stuck payout
stays in one stage for hours or days beyond what is normal, then goes on.

Abnormal, by the simulator's own law and not by any detector: from the moment by which 999 of 1,000 ordinary payouts of the same
rail, bank, size and starting moment have left the stage. Waits for a release are exponential; gateways take 1 to 20 minutes
and confirm within 10; banks are lognormal; desks are open from 9 to 19 o'clock, not on Sunday, and done with what waited
within an hour.
"""

import datetime as dt
from math import exp, log
from random import Random

import msgspec

from payments.simulator.business import BANKS, RAIL_HOURS, Business
from payments.simulator.events import IST, PayoutStage, SimulatorConfig
from payments.simulator.timeline import Timeline

GATEWAYS = ("gate-one", "gate-two")
STAGES = ("created", "approved", "sent", "at_bank")
_BEYOND = 1000.0  # one in so many ordinary payouts takes longer
_NORMAL = 3.090232  # of the normal distribution
_SPREAD = 0.6
_SENT_MINUTES, _TAKEN_MINUTES = 20, 10
_PATIENCE_H, _LARGE_PATIENCE_H, _LARGE = 2.0, 18.0, 50_000_000
_OPENS, _CLOSES, _SUNDAY = 9, 19, 6
_SLOWNESS = dict(BANKS)


class PayoutRoad(msgspec.Struct, frozen=True):
    """steps: the stages in order with their moments, the creation first. stuck_in, abnormal_at: of a stuck one."""

    id: str
    payee_id: str
    amount_minor: int
    currency: str
    method: str
    bank: str
    gateway: str
    steps: list[tuple[str, dt.datetime]]
    stuck_in: str | None = None
    abnormal_at: dt.datetime | None = None


def roads(config: SimulatorConfig, stuck_share: float) -> list[PayoutRoad]:
    """The payouts of a simulated time in order of creation; what would happen after its end has not happened."""
    rng = Random(f"{config.seed}/payout roads")
    return [_road(stages, rng, stuck_share) for stages in _stages(config)]


def abnormal_at(stage: str, began: dt.datetime, method: str, bank: str, amount_minor: int) -> dt.datetime:
    """When 999 of 1,000 ordinary payouts like this have left the stage. Of `at_bank`, `began` is when it was sent."""
    if stage == "created":
        patience = _LARGE_PATIENCE_H if amount_minor > _LARGE else _PATIENCE_H
        return _desk(began + dt.timedelta(hours=patience * log(_BEYOND)), 1.0)
    if stage == "approved":
        return began + dt.timedelta(minutes=_SENT_MINUTES)
    if stage == "sent":
        return began + dt.timedelta(minutes=_TAKEN_MINUTES)
    hours = RAIL_HOURS[method] * _SLOWNESS[bank] * exp(_SPREAD * _NORMAL)
    taken = began + dt.timedelta(hours=hours, minutes=1)
    return taken if method == "imps" else _desk(taken, 1.0)


def _stages(config: SimulatorConfig) -> list[dict[str, PayoutStage]]:
    timeline = Timeline(config)
    business = Business(config, timeline)
    found: dict[str, dict[str, PayoutStage]] = {}
    for day in range(config.days):
        business.trade(day)
        for event in timeline.take(day):
            if isinstance(event, PayoutStage):
                found.setdefault(event.payout_id, {})[event.stage] = event
    return sorted(found.values(), key=lambda stages: stages["created"].at)


def _road(stages: dict[str, PayoutStage], rng: Random, stuck_share: float) -> PayoutRoad:
    made = stages["created"]
    steps = [("created", made.at)] + [
        (name, stages[name].at) for name in ("approved", "sent") if name in stages
    ]
    end = stages.get("settled") or stages.get("returned")
    minutes = rng.uniform(1, _TAKEN_MINUTES)
    if "sent" in stages:
        taken = stages["sent"].at + dt.timedelta(minutes=minutes)
        if end is not None:
            taken = min(taken, stages["sent"].at + (end.at - stages["sent"].at) / 2)
        steps.append(("at_bank", taken))
    if end is not None:
        steps.append(("credited" if end.stage == "settled" else "returned", end.at))
    road = PayoutRoad(
        made.payout_id, made.payee_id, made.amount_minor, made.currency, made.method, made.bank,
        rng.choice(GATEWAYS), steps,
    )  # fmt: skip
    is_stuck, stage, longer_h = rng.random() < stuck_share, rng.choice(STAGES), 2 + rng.expovariate(1 / 24)
    return _stuck(road, stage, longer_h) if is_stuck else road


def _stuck(road: PayoutRoad, stage: str, longer_h: float) -> PayoutRoad:
    """Hold it in a stage until some hours after that became abnormal; whatever follows is that much later."""
    times = dict(road.steps)
    if stage not in times:
        return road
    began = times["sent"] if stage == "at_bank" else times[stage]
    abnormal = abnormal_at(stage, began, road.method, road.bank, road.amount_minor)
    names = [name for name, _ in road.steps]
    behind = road.steps[names.index(stage) + 1 :]
    leaves = abnormal + dt.timedelta(hours=longer_h)
    moved = leaves - behind[0][1] if behind else dt.timedelta(0)
    later = [(name, at + moved) for name, at in behind]
    return msgspec.structs.replace(
        road, steps=road.steps[: names.index(stage) + 1] + later, stuck_in=stage, abnormal_at=abnormal
    )


def _desk(at: dt.datetime, backlog_h: float) -> dt.datetime:
    """The moment itself, or when a desk that is closed then is done with what waited for it."""
    local = at.astimezone(IST)
    opens = local.replace(hour=_OPENS, minute=0, second=0, microsecond=0)
    if local.hour >= _CLOSES:
        opens += dt.timedelta(days=1)
    elif local.hour >= _OPENS and local.weekday() != _SUNDAY:
        return at
    if opens.weekday() == _SUNDAY:
        opens += dt.timedelta(days=1)
    return (opens + dt.timedelta(hours=backlog_h)).astimezone(dt.UTC)
