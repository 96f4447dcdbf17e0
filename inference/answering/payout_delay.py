"""Where a payout is, and when it is credited."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import expm1, isnan
from typing import Literal

import msgspec

from inference.answering.kinds import Answered, EventAnswer, Finding, Numbers, ScoredRow, head, rising
from inference.features.payouts import NAMES, against, desk_closed_at, hours, since, stage_of, stage_z
from payments.payout_facts import STAGES, Payout

Cause = Literal[
    "on_its_way", "awaiting_release", "large_amount", "desk_closed", "not_handed_over", "slow_bank", "stuck"
]
_Z_STUCK = 2.0
_SLOW_BANK = 0.25  # of ln(1 + hours) over the rail's own mean: a quarter longer
_LARGE = 1.0986  # ln 3: three times the usual amount
_CLOSED_HOURS = 0.5


class StageHours(msgspec.Struct, frozen=True, kw_only=True):
    """Hours from now until a stage is reached, at most, in five, nine and nineteen of ten, ten and twenty cases.

    stage: approved, sent or settled.
    """

    stage: str
    hours_p50: float
    hours_p90: float
    hours_p95: float


class PayoutDelayAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that it is not credited within 24 hours from now, calibrated, 0 to 1.

    stage: the last stage that it reached: created, approved or sent.
    hours_in_stage: since then.
    z_score: how unusual that is, in standard deviations of the payee's own payouts, else of its bank's, else of its rail's.
    partner_z_score: the same against the payee's own payouts alone; null where fewer than five are known.
    stage_z_score: the same against all payouts in this stage on the rail; null where fewer than five are known.
    hours_p50: hours from now until it is credited, as likely sooner as later.
    hours_p90: the same, in nine of ten cases at most.
    hours_p95: the same, in nineteen of twenty cases at most.
    hours_p10: the same, in one of ten cases at most; of a version of your own that learned days.
    expected_at: when it is credited by `hours_p50`.
    cause: what it most likely waits for.
    stages: the same hours for every stage ahead.
    """

    probability: float
    stage: str | None
    hours_in_stage: float | None
    z_score: float | None
    hours_p50: float | None
    hours_p90: float | None
    hours_p95: float | None
    expected_at: datetime | None
    cause: str | None
    stages: list[StageHours]
    hours_p10: float | None = None
    partner_z_score: float | None = None
    stage_z_score: float | None = None


def _answer(payout: Payout, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    stage = stage_of(payout)
    ahead: list[StageHours] = []
    least = (0.0, 0.0, 0.0)
    for row, name in zip(rows, STAGES[stage + 1 :], strict=True):
        p50, p90, p95 = rising([expm1(head(row, f"log_hours_p{level}")) for level in (50, 90, 95)])
        least = (
            max(p50, least[0]),
            max(p90, least[1]),
            max(p95, least[2]),
        )  # no stage before the one it follows
        ahead.append(
            StageHours(stage=name, hours_p50=_r(least[0]), hours_p90=_r(least[1]), hours_p95=_r(least[2]))
        )
    last = rows[-1]
    z = _feature(last, "stage_z")
    partner, stage_wide = against(payout, at)
    waited = hours(since(payout), at)
    cause = _cause(payout, at, last, stage)
    credited = ahead[-1]
    findings = [Finding(code=f"cause.{cause}"), Finding(code=f"stage.{STAGES[stage]}", value=waited)]
    if z is not None and z >= _Z_STUCK:
        findings.append(Finding(code="unusual", value=z))
    return Answered(
        PayoutDelayAnswer(
            probability=last.probability,
            stage=STAGES[stage],
            hours_in_stage=_r(waited),
            z_score=None if z is None else round(z, 3),
            hours_p50=credited.hours_p50,
            hours_p90=credited.hours_p90,
            hours_p95=credited.hours_p95,
            expected_at=at.replace(microsecond=0) + timedelta(minutes=round(credited.hours_p50 * 60)),
            cause=cause,
            stages=ahead,
            partner_z_score=_known(partner),
            stage_z_score=_known(stage_wide),
        ),
        explained=len(rows) - 1,
        findings=tuple(findings),
    )


def _cause(payout: Payout, at: datetime, row: ScoredRow, stage: int) -> Cause:
    """A closed desk explains a wait that was usual until it closed; what was stuck before is not stuck because of it."""
    closed = (_feature(row, "hours_to_desk") or 0.0) > _CLOSED_HOURS and stage != 1
    unusual = (_feature(row, "stage_z") or 0.0) >= _Z_STUCK
    if unusual and closed:
        unusual = stage_z(payout, desk_closed_at(payout, at)) >= _Z_STUCK
    if stage == 0 and (_feature(row, "amount_ratio") or 0.0) > _LARGE:
        return "large_amount"
    if closed and not unusual:
        return "desk_closed"
    if unusual:
        return "stuck"
    if stage == 2:
        return "slow_bank" if (_feature(row, "bank_against_method") or 0.0) > _SLOW_BANK else "on_its_way"
    return "awaiting_release" if stage == 0 else "not_handed_over"


def _known(z: float) -> float | None:
    return None if isnan(z) else round(z, 3)


def _feature(row: ScoredRow, name: str) -> float | None:
    value = float(row.row[NAMES.index(name)])
    return None if isnan(value) else value


def _r(value: float) -> float:
    return round(value, 2)


def _of_numbers(probability: float, days: Numbers, at: datetime) -> Mapping[str, object]:
    """A version of a tenant's own speaks of days from the question."""
    del probability
    low, middle, late = rising([24 * days.p10, 24 * days.p50, 24 * days.p90])
    return {
        "hours_p10": _r(low),
        "hours_p50": _r(middle),
        "hours_p90": _r(late),
        "expected_at": at.replace(microsecond=0) + timedelta(minutes=round(middle * 60)),
    }


PAYOUT_DELAY = EventAnswer(PayoutDelayAnswer, Payout, _answer, numbers=_of_numbers)
