"""What a partner should have earned, by the agreement and by experience, and why the statement says something else."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import exp

import msgspec

from inference.answering.kinds import Answered, EventAnswer, Finding, Numbers, ScoredRow, head
from inference.features.commissions import nearest, tax_difference
from payments.commission_facts import CommissionStatement
from payments.commissions import earned, in_period, not_covered

_EXACT = 0.002  # of what was paid: so near, a mistake explains the difference
_HALF = 0.5  # of the difference: what leaves more of it than that does not explain it


class CommissionCheckAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """probability: that the statement is wrong, calibrated, 0 to 1: that it says another amount, or other tax, than it should.

    expected_minor: what the agreement gives for the sales of the period, in minor units.
    expected_model_minor: what statements like this one come to, in five of ten cases less.
    expected_model_minor_p10: the same, in one of ten cases at most; of a version of your own that learned amounts.
    expected_model_minor_p90: the same, in nine of ten cases at most.
    difference_minor: what was paid less what the agreement gives; negative when the partner got too little.
    codes: what explains the difference, the nearest first, then what else is amiss: `tax_withheld_differs`, and
      `sale_not_covered` where a product was sold about which the agreement says nothing. Empty when all is well.
    """

    probability: float
    expected_minor: int | None
    expected_model_minor: int | None
    difference_minor: int | None
    codes: list[str]
    expected_model_minor_p10: int | None = None
    expected_model_minor_p90: int | None = None


def _answer(commission: CommissionStatement, at: datetime, rows: Sequence[ScoredRow]) -> Answered:
    del at
    found = earned(commission)
    row = rows[0]
    volume = sum(sale.amount_minor for sale in in_period(commission) if not sale.reversed)
    by_model = round(volume * exp(head(row, "log_share_p50")))
    difference = commission.paid_minor - found.expected_minor
    codes = _codes(commission, difference, found.mistakes)
    findings = [Finding(code="expected", value=float(found.expected_minor))]
    if difference:
        side = "paid_less" if difference < 0 else "paid_more"
        findings.append(Finding(code=side, value=float(abs(difference))))
    else:
        findings.append(Finding(code="agrees"))
    findings.extend(Finding(code=f"code.{code}") for code in codes[:2])
    return Answered(
        CommissionCheckAnswer(
            probability=row.probability,
            expected_minor=found.expected_minor,
            expected_model_minor=by_model,
            difference_minor=difference,
            codes=codes,
        ),
        findings=tuple(findings),
    )


def _codes(commission: CommissionStatement, difference: int, mistakes: dict[str, int]) -> list[str]:
    codes = []
    if difference:
        name, gap = nearest(commission, mistakes)
        left = gap * commission.paid_minor
        explained = gap <= _EXACT and left <= _HALF * abs(difference)
        codes.append(name if explained else "unexplained")
    if tax_difference(commission):
        codes.append("tax_withheld_differs")
    if not_covered(commission):
        codes.append("sale_not_covered")
    return codes


def _of_numbers(probability: float, minor: Numbers, at: datetime) -> Mapping[str, object]:
    """A version of a tenant's own speaks of minor units."""
    del probability, at
    return {
        "expected_model_minor_p10": round(minor.p10),
        "expected_model_minor": round(minor.p50),
        "expected_model_minor_p90": round(minor.p90),
    }


COMMISSION_CHECK = EventAnswer(CommissionCheckAnswer, CommissionStatement, _answer, numbers=_of_numbers)
