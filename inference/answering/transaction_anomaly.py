"""Whether a payment is fraud or an error, and how its amount lies against the customer's own payments and those of others."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from math import expm1, isnan, log1p, sqrt
from typing import Literal

import msgspec

from inference.answering.kinds import ANY_TASKS, Answered, Finding, ScoredRow, TellingVersion
from inference.features import payments
from inference.manifest import Task

PopulationKind = Literal["segment", "environment"]

# As in the features of a payment: below it a habit is too narrow to divide by.
_DEVIATION_MIN = 0.1
_UNUSUAL = 3.0
_MILLI = 1_000
_RATIO = payments.NAMES.index("amount_ratio")
_DEVIATIONS = payments.NAMES.index("amount_deviations")


class Population(msgspec.Struct, frozen=True, kw_only=True):
    """What the debits of others are like, as of the decision: those of the payment's segment, or of the environment.

    payments: how many of them there are in the last 90 days, in one currency. usual_minor: their geometric mean.
    log_mean, log_deviation: of ln(1 + amount_minor); no deviation where there is one alone, and never below 0.1.
    """

    kind: PopulationKind
    payments: int
    usual_minor: int
    log_mean: float
    log_deviation: float | None


NOBODY = Population(kind="environment", payments=0, usual_minor=0, log_mean=0.0, log_deviation=None)


def population_of(kind: PopulationKind, payments: int, log_sum: int, log_square_sum: int) -> Population:
    """Sums of round(1000 · ln(1 + amount_minor)) and of their squares to a population. payments: at least 1."""
    mean = log_sum / (_MILLI * payments)
    spread = log_square_sum * payments - log_sum * log_sum
    deviation = max(sqrt(max(spread, 0)) / (_MILLI * payments), _DEVIATION_MIN) if payments > 1 else None
    return Population(
        kind=kind, payments=payments, usual_minor=round(expm1(mean)), log_mean=mean, log_deviation=deviation
    )


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What the answer is made of besides the score. of_features: the row holds the features of a payment, no own columns."""

    amount_minor: int
    of_features: bool
    population: Population | None


class TransactionAnomalyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that it will be reported as fraud or as an error, calibrated, 0 to 1.

    customer_usual_minor: the customer's usual payment (geometric mean of all debits), in minor units.
    customer_deviations: how many standard deviations ln(amount) lies above the customer's mean.
    compared_with: others in the payment's `segment`, or in the `environment` where no segment is told or it is too small.
    population_payments: how many of their debits of 90 days that rests on.
    population_usual_minor: the usual payment of those.
    population_deviations: how many standard deviations ln(amount) lies above their mean.
    """

    probability: float
    customer_usual_minor: int | None = None
    customer_deviations: float | None = None
    compared_with: str | None = None
    population_payments: int | None = None
    population_usual_minor: int | None = None
    population_deviations: float | None = None


@dataclasses.dataclass(frozen=True)
class AnomalyAnswer:
    """The kind of answer that compares; the event that it is given is a `Comparison`."""

    fields: type[msgspec.Struct] = TransactionAnomalyAnswer

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
        del at, classes, version
        row = rows[0]
        if not isinstance(event, Comparison):
            return Answered(TransactionAnomalyAnswer(probability=row.probability))
        usual, deviations = _of_customer(event, row)
        others = event.population
        if others is None:
            answer = TransactionAnomalyAnswer(
                probability=row.probability, customer_usual_minor=usual, customer_deviations=deviations
            )
            return Answered(answer)
        above = None
        if others.log_deviation is not None:
            above = round((log1p(event.amount_minor) - others.log_mean) / others.log_deviation, 3)
        answer = TransactionAnomalyAnswer(
            probability=row.probability,
            customer_usual_minor=usual,
            customer_deviations=deviations,
            compared_with=others.kind,
            population_payments=others.payments,
            population_usual_minor=others.usual_minor,
            population_deviations=above,
        )
        if above is None or above < _UNUSUAL:
            return Answered(answer)
        return Answered(answer, findings=(Finding(code=f"unusual_in_{others.kind}", value=above),))


def _of_customer(event: Comparison, row: ScoredRow) -> tuple[int | None, float | None]:
    """The customer's usual payment and the distance from it, as the features that were scored have them."""
    if not event.of_features:
        return None, None
    ratio, deviations = row.row.item(_RATIO), row.row.item(_DEVIATIONS)
    return (
        None if isnan(ratio) or ratio <= 0 else round(event.amount_minor / ratio),
        None if isnan(deviations) else round(deviations, 3),
    )


TRANSACTION_ANOMALY = AnomalyAnswer()
