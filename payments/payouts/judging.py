"""What is unusual about one payout now, and when to look at it again. Pure.

Everything is against the tenant's own history (`habits.py`); where there is too little of it nothing is said, and the payout is
looked at again. Sources: three standard deviations are issue-given; the burst of failures is an exact binomial tail.
"""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Literal
from uuid import UUID

import msgspec

from payments.payouts.facts import ENDS
from payments.payouts.habits import Basis, Ends, Habits, Like, end_keys

Kind = Literal["stuck", "late", "failing", "amount_unusual", "documents_missing"]
DEVIATIONS = 3.0
LOOK_AGAIN = dt.timedelta(hours=6)
"""What is usual moves; nothing waits for longer than this for its next look."""
BURST_WINDOW = dt.timedelta(hours=1)
_BURST_MIN = 3
_BURST_CHANCE = 0.001
_FAILED_SHARE_MIN = 0.005


class Looked(msgspec.Struct, frozen=True):
    """A payout as the watch sees it. missing: documents."""

    id: UUID
    like: Like
    amount_minor: int
    currency: str
    stage: str
    since: dt.datetime
    held_s: int
    on_hold: bool
    ended_at: dt.datetime | None
    due_at: dt.datetime | None
    error_code: str | None
    missing: list[str]


class Detail(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why it was flagged: figures and codes, nothing personal.

    basis, count: the group that it was compared with, and of how many. usual_s: nine of ten took no longer. limit_s: three
    standard deviations. since, expected_by: when the stage began, and when it should have ended by that limit.
    note: that a sandbox's magic value did it. failed, ended: of the group, within an hour. usual_share: of payouts of the group that fail. z: standard deviations.
    """

    basis: Basis | None = None
    count: int | None = None
    usual_s: int | None = None
    limit_s: int | None = None
    since: dt.datetime | None = None
    expected_by: dt.datetime | None = None
    due_at: dt.datetime | None = None
    failed: int | None = None
    ended: int | None = None
    usual_share: float | None = None
    error_code: str | None = None
    z: float | None = None
    usual_minor: int | None = None
    documents: list[str] | None = None
    note: str | None = None


class Found(msgspec.Struct, frozen=True):
    kind: Kind
    detail: Detail


class Verdict(msgspec.Struct, frozen=True):
    """look_at: None when nothing about it can become unusual any more."""

    found: list[Found]
    look_at: dt.datetime | None


def judge(
    payout: Looked, habits: Habits, recent: Mapping[str, Ends], now: dt.datetime, note: str | None = None
) -> Verdict:
    """recent: how payouts of the last hour ended, by `end_keys`. note: why it is stuck whatever is usual, in a sandbox."""
    found = [
        each
        for each in (
            _amount(payout, habits),
            _documents(payout),
            _late(payout, now),
            _failing(payout, habits, recent, now),
        )
        if each is not None
    ]
    if payout.stage in ENDS:
        return Verdict(found, None)
    stuck, limit_at = _stuck(payout, habits, now)
    if note is not None:
        stuck, limit_at = Found("stuck", Detail(since=payout.since, note=note)), None
    ahead = [now + LOOK_AGAIN]
    ahead += [at for at in (limit_at, payout.due_at) if at is not None and at > now]
    return Verdict(found + ([stuck] if stuck else []), min(ahead))


def _stuck(payout: Looked, habits: Habits, now: dt.datetime) -> tuple[Found | None, dt.datetime | None]:
    """Whether its stage takes longer than three standard deviations, and when it will."""
    usual = None if payout.on_hold else habits.usual(payout.stage, payout.like)
    if usual is None:
        return None, None
    limit = dt.timedelta(hours=usual.law.limit_h, seconds=payout.held_s)
    limit_at = usual.calendar.done(payout.since + limit, payout.since)
    if now <= limit_at:
        return None, limit_at + dt.timedelta(seconds=1)
    return Found(
        "stuck",
        Detail(
            basis=usual.basis,
            count=usual.law.count,
            usual_s=round(usual.law.quantile(0.9) * 3600),
            limit_s=round(usual.law.limit_h * 3600),
            since=payout.since,
            expected_by=limit_at,
        ),
    ), None


def _late(payout: Looked, now: dt.datetime) -> Found | None:
    if payout.due_at is None or payout.stage in {"failed", "returned"}:
        return None
    if (payout.ended_at or now) <= payout.due_at:
        return None
    return Found("late", Detail(due_at=payout.due_at, since=payout.since))


def _amount(payout: Looked, habits: Habits) -> Found | None:
    known = habits.amount(payout.like, payout.currency)
    if known is None:
        return None
    basis, spread = known
    z = (math.log(payout.amount_minor) - spread.middle) / spread.deviation
    if z <= DEVIATIONS:
        return None
    usual = round(math.exp(spread.middle))
    return Found("amount_unusual", Detail(basis=basis, count=spread.count, z=round(z, 2), usual_minor=usual))


def _documents(payout: Looked) -> Found | None:
    if not payout.missing or payout.stage in ENDS:
        return None
    return Found("documents_missing", Detail(documents=list(payout.missing)))


def _failing(payout: Looked, habits: Habits, recent: Mapping[str, Ends], now: dt.datetime) -> Found | None:
    """Whether it failed in a burst: so many of its group within the hour as chance brings once in a thousand hours."""
    if payout.stage not in {"failed", "returned"} or payout.ended_at is None:
        return None
    if payout.ended_at < now - BURST_WINDOW:
        return None
    for basis, key in end_keys(payout.like):
        seen, known = recent.get(key), habits.ends.get(key)
        if seen is None or known is None or seen.failed < _BURST_MIN:
            continue
        share = max(known.failed / known.count, _FAILED_SHARE_MIN)
        if tail(seen.count, seen.failed, share) < _BURST_CHANCE:
            return Found(
                "failing",
                Detail(
                    basis=basis, count=known.count, failed=seen.failed, ended=seen.count,
                    usual_share=round(share, 4), error_code=payout.error_code,
                ),
            )  # fmt: skip
    return None


def tail(trials: int, at_least: int, share: float) -> float:
    """P(X >= at_least) of a binomial."""
    if at_least <= 0:
        return 1.0
    return min(
        sum(
            math.exp(
                math.lgamma(trials + 1) - math.lgamma(hits + 1) - math.lgamma(trials - hits + 1)
                + hits * math.log(share) + (trials - hits) * math.log1p(-share)
            )
            for hits in range(at_least, trials + 1)
        ),
        1.0,
    )  # fmt: skip
