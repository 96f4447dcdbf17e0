"""What says that a commission statement is wrong: feature set `commission/1`, one row of ratios to what the rules give."""

from collections.abc import Sequence
from datetime import datetime
from math import log, log1p, nan

from payments.commission_facts import CommissionStatement
from payments.commissions import earned, in_period

MISTAKES = (
    "tier_not_applied", "reversal_not_deducted", "cap_ignored", "fixed_part_missing", "sales_outside_period",
    "tax_deducted_twice", "duplicate_payment", "largest_sale_missing",
)  # fmt: skip
BPS = 10_000
NAMES = (
    "log_paid_ratio", "difference_share", "log_expected", "log_volume", "sales_count", "reversed_share", "largest_share",
    "paid_to_volume", "expected_to_volume", "paid_to_usual", "expected_to_usual", "usual_spread", "tax_difference",
    "nearest_mistake_gap", "earlier_count",
)  # fmt: skip


def rows(commission: CommissionStatement, at: datetime) -> Sequence[tuple[float, ...]]:
    del at
    found = earned(commission)
    sales = in_period(commission)
    paid, expected = commission.paid_minor, found.expected_minor
    volume = sum(sale.amount_minor for sale in sales if not sale.reversed)
    earlier = commission.earlier_paid_minor
    usual = sum(earlier) / len(earlier) if earlier else nan
    gap = nearest(commission, found.mistakes)
    return [
        (
            log((paid + 100) / (expected + 100)),
            abs(paid - expected) / max(expected, 1),
            log1p(expected),
            log1p(volume),
            float(len(sales)),
            _part(sum(sale.reversed for sale in sales), len(sales)),
            _part(max((sale.amount_minor for sale in sales), default=0), volume),
            _part(paid, volume),
            _part(expected, volume),
            paid / usual if usual > 0 else nan,
            expected / usual if usual > 0 else nan,
            _part(sum(abs(each - usual) for each in earlier), len(earlier) * usual) if usual > 0 else nan,
            tax_difference(commission) / max(paid, 1),
            gap[1],
            float(len(earlier)),
        )
    ]


def nearest(commission: CommissionStatement, mistakes: dict[str, int]) -> tuple[str, float]:
    """Return the mistake that comes nearest to what was paid, and how near: as a share of what was paid.

    One that changes nothing is none; NaN where no mistake would change anything.
    """
    paid, expected = commission.paid_minor, earned(commission).expected_minor
    gaps = {
        name: abs(mistakes[name] - paid) / max(paid, 1) for name in MISTAKES if mistakes[name] != expected
    }
    best = min(gaps, key=gaps.__getitem__, default=None)
    return ("", nan) if best is None else (best, gaps[best])


def tax_difference(commission: CommissionStatement) -> float:
    """How far the tax that was withheld is from what the rate gives, in minor units; 0 if it is that, rounded either way."""
    exact = commission.paid_minor * commission.tax_bps
    off = abs(commission.tax_withheld_minor * BPS - exact)
    return off / BPS if 2 * off > BPS else 0.0


def _part(above: float, below: float) -> float:
    return above / below if below else nan
