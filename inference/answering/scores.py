"""Answers of one probability, and of one probability as points."""

import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from inference.answering.kinds import ANY_TASKS, Answered, ScoredRow, TellingVersion
from inference.manifest import Task

POINTS_MIN, POINTS_MAX = 300, 900
# Points to double the odds, and an anchor: the scaling that scorecards use (Siddiqi, Credit Risk Scorecards, 2006, ch. 6).
_POINTS_PER_DOUBLING = 50.0
_ANCHOR_POINTS, _ANCHOR_LOG_ODDS = 650.0, 2.995732273553991  # 20 good to 1 bad
_LN2 = 0.6931471805599453


class ProbabilityAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that the event of the use case happens, calibrated, 0 to 1."""

    probability: float


class CreditAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: of default, calibrated, 0 to 1. points: 300 (riskiest) to 900; 50 points halve the odds of default."""

    probability: float
    points: int


def points_of(margin: float) -> int:
    """Points for the log odds of default: 650 at 1 bad to 20 good, 50 more each time the odds halve, within 300-900."""
    points = _ANCHOR_POINTS + (-margin - _ANCHOR_LOG_ODDS) * _POINTS_PER_DOUBLING / _LN2
    return round(min(max(points, POINTS_MIN), POINTS_MAX))


@dataclasses.dataclass(frozen=True)
class ScoreAnswer:
    """The kind of answer that is made of one row's score alone."""

    fields: type[msgspec.Struct]
    work: Callable[[ScoredRow], msgspec.Struct]

    @property
    def tasks(self) -> frozenset[Task]:
        return ANY_TASKS

    def answer(
        self,
        event: msgspec.Struct | None,
        at: datetime,
        rows: Sequence[ScoredRow],
        classes: Sequence[str] = (),
        version: TellingVersion | None = None,
    ) -> Answered:
        del event, at, classes, version
        return Answered(self.work(rows[0]))


PROBABILITY = ScoreAnswer(ProbabilityAnswer, lambda row: ProbabilityAnswer(probability=row.probability))
CREDIT = ScoreAnswer(
    CreditAnswer, lambda row: CreditAnswer(probability=row.probability, points=points_of(row.margin))
)
