"""What says when a payout reaches its next stages: feature set `payout/1`, one row for each stage that is ahead.

Only what was known at the moment of the question counts. Durations enter as ln(1 + hours), as they spread over decades.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from math import log1p, nan, sqrt
from typing import get_args

from payments.payout_facts import STAGES, PastPayout, Payout, Rail

RAILS: tuple[str, ...] = get_args(Rail)
NAMES = (
    "ahead", "stage", "method", "amount_minor", "amount_ratio", "local_hour", "local_weekday", "hours_to_desk",
    "hours_in_stage", "hours_since_created", "stage_z", "stage_hours_payee", "stage_hours_bank", "stage_hours_method",
    "stage_hours_all", "left_hours_bank_method", "left_hours_method", "left_hours_large", "left_hours_all",
    "bank_against_method", "late_share_bank", "open_count", "open_bank_count", "history_count",
)  # fmt: skip
_DESK_OPENS, _DESK_CLOSES, _SUNDAY = 9, 19, 6
_ENOUGH = 5
_LARGE = 3.0  # times the median amount


def rows(payout: Payout, at: datetime) -> Sequence[tuple[float, ...]]:
    """One row for each stage ahead, in order; the last is the credit."""
    stage = stage_of(payout)
    return [_row(payout, at, stage, ahead) for ahead in range(stage + 1, len(STAGES))]


def stage_of(payout: Payout) -> int:
    """Return the place in `STAGES` of the last stage that was reached."""
    return 2 if payout.sent_at is not None else 1 if payout.approved_at is not None else 0


def since(payout: Payout) -> datetime:
    """Return when it reached the stage that it is in."""
    return payout.sent_at or payout.approved_at or payout.created_at


def _row(payout: Payout, at: datetime, stage: int, ahead: int) -> tuple[float, ...]:
    known = [past for past in payout.history if past.created_at <= at]
    bank = [past for past in known if past.bank == payout.bank]
    method = [past for past in known if past.method == payout.method]
    amounts = sorted(past.amount_minor for past in known)
    usual = amounts[len(amounts) // 2] if amounts else None
    large = usual is not None and payout.amount_minor > _LARGE * usual
    like = [past for past in known if usual is not None and (past.amount_minor > _LARGE * usual) == large]
    local = at + timedelta(minutes=payout.utc_offset_minutes)
    in_stage = hours(since(payout), at)
    waiting = [past for past in known if past.settled_at is None or past.settled_at > at]
    spent_bank, spent_method = _mean(_spent(bank, stage, at)), _mean(_spent(method, stage, at))
    return (
        float(ahead),
        float(stage),
        float(RAILS.index(payout.method)),
        float(payout.amount_minor),
        log1p(payout.amount_minor) - log1p(usual) if usual is not None else nan,
        local.hour + local.minute / 60,
        float(local.weekday()),
        hours_to_desk(local),
        in_stage,
        hours(payout.created_at, at),
        stage_z(payout, at),
        _mean(_spent([past for past in known if past.payee_id == payout.payee_id], stage, at)),
        spent_bank,
        spent_method,
        _mean(_spent(known, stage, at)),
        _mean(_left([past for past in bank if past.method == payout.method], stage, ahead, at)),
        _mean(_left(method, stage, ahead, at)),
        _mean(_left(like, stage, ahead, at)),
        _mean(_left(known, stage, ahead, at)),
        spent_bank - spent_method,
        _mean([float(value > log1p(24.0)) for value in _left(bank, stage, ahead, at)]),
        float(len(waiting)),
        float(sum(past.bank == payout.bank for past in waiting)),
        float(len(known)),
    )


def hours(start: datetime, end: datetime) -> float:
    return max((end - start).total_seconds(), 0.0) / 3600.0


def hours_to_desk(local: datetime) -> float:
    """Hours until somebody is at a desk (9 to 19 o'clock, not on Sunday); 0 when somebody is."""
    opens = local
    if local.hour >= _DESK_CLOSES:
        opens = (local + timedelta(days=1)).replace(hour=_DESK_OPENS, minute=0, second=0, microsecond=0)
    elif local.hour < _DESK_OPENS:
        opens = local.replace(hour=_DESK_OPENS, minute=0, second=0, microsecond=0)
    if opens.weekday() == _SUNDAY:
        opens = (opens + timedelta(days=1)).replace(hour=_DESK_OPENS, minute=0, second=0, microsecond=0)
    return hours(local, opens)


def desk_closed_at(payout: Payout, at: datetime) -> datetime:
    """When the desk that is closed now was closed."""
    local = at + timedelta(minutes=payout.utc_offset_minutes)
    closed = local.replace(hour=_DESK_CLOSES, minute=0, second=0, microsecond=0)
    while closed > local or closed.weekday() == _SUNDAY:
        closed -= timedelta(days=1)
    return closed - timedelta(minutes=payout.utc_offset_minutes)


_AT: tuple[Callable[[PastPayout], datetime | None], ...] = (
    lambda past: past.created_at,
    lambda past: past.approved_at,
    lambda past: past.sent_at,
    lambda past: past.settled_at,
)


def _left(many: Sequence[PastPayout], stage: int, ahead: int, at: datetime) -> list[float]:
    """ln(1 + hours) from one stage to a later one, of those that had reached it by now."""
    pairs = ((_AT[stage](past), _AT[ahead](past)) for past in many)
    return [
        log1p(hours(start, end))
        for start, end in pairs
        if start is not None and end is not None and end <= at
    ]


def _spent(many: Sequence[PastPayout], stage: int, at: datetime) -> list[float]:
    return _left(many, stage, stage + 1, at)


def _baseline(payout: Payout, known: Sequence[PastPayout], stage: int, at: datetime) -> list[float]:
    """Durations of the stage to compare with: the payee's own, else its bank's on this rail, else the rail's."""
    of_method = [past for past in known if past.method == payout.method]
    for like in (
        [past for past in of_method if past.payee_id == payout.payee_id],
        [past for past in of_method if past.bank == payout.bank],
        of_method,
    ):
        found = _spent(like, stage, at)
        if len(found) >= _ENOUGH:
            return found
    return []


def against(payout: Payout, at: datetime) -> tuple[float, float]:
    """How unusual the time in this stage is against the payee's own payouts, and against all of the stage on the rail.

    In standard deviations of ln(1 + hours); NaN where fewer than five are known.
    """
    stage = stage_of(payout)
    in_stage = log1p(hours(since(payout), at))
    of_method = [past for past in payout.history if past.created_at <= at and past.method == payout.method]
    own = _spent([past for past in of_method if past.payee_id == payout.payee_id], stage, at)
    every = _spent(of_method, stage, at)
    return (
        _z(in_stage, own if len(own) >= _ENOUGH else []),
        _z(in_stage, every if len(every) >= _ENOUGH else []),
    )


def stage_z(payout: Payout, at: datetime) -> float:
    """How unusual the time in this stage was at a moment, in standard deviations of ln(1 + hours) of its likes."""
    known = [past for past in payout.history if past.created_at <= at]
    return _z(log1p(hours(since(payout), at)), _baseline(payout, known, stage_of(payout), at))


def _z(value: float, baseline: Sequence[float]) -> float:
    if not baseline:
        return nan
    mean = sum(baseline) / len(baseline)
    spread = sqrt(sum((each - mean) ** 2 for each in baseline) / len(baseline))
    return (value - mean) / max(spread, 0.05)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else nan
