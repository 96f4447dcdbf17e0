"""Examples of `commission-check`: agreements, sales and statements of simulated partners, some with one mistake."""

import dataclasses
from datetime import UTC, datetime, timedelta
from random import Random

import msgspec
import numpy as np

from inference.features.commissions import BPS, MISTAKES, NAMES, rows, tax_difference
from inference.lessons.commissions import HEAD, expected_share
from payments.commission_facts import CommissionRule, CommissionSale, CommissionStatement
from payments.commissions import earned
from training.fit import SHAPES, Shape
from training.starter_events import Examples, Recipe

PARTNERS, PERIODS = 250, 10
START = datetime(2025, 1, 1, tzinfo=UTC)
MONTH = timedelta(days=30)
WRONG, WRONG_TAX = 0.25, 0.05
PRODUCTS = ("loan", "card", "insurance", "savings", "sim")


def play(seed: int) -> Examples:
    """One row a statement; the target is whether a mistake was made in it."""
    rng = Random(f"{seed}/commissions")
    matrix: list[tuple[float, ...]] = []
    target: list[bool] = []
    group: list[int] = []
    shares: list[float] = []
    for partner in range(PARTNERS):
        for statement, wrong in statements(rng, partner):
            matrix.extend(rows(statement, statement.ends_at))
            target.append(wrong)
            group.append(partner)
            shares.append(expected_share(statement))
    return Examples(
        np.array(matrix, np.float32),
        np.array(target, np.bool_),
        np.array(group, np.int64),
        {HEAD: np.array(shares)},
    )


def statements(rng: Random, partner: int) -> list[tuple[CommissionStatement, bool]]:
    rules = _agreement(rng)
    products = [rule.product for rule in rules if rule.product] or ["card"]
    pace, size, tax = rng.uniform(3, 25), rng.lognormvariate(13, 0.8), rng.choice((0, 500, 1_000))
    paid: list[int] = []
    made = []
    for period in range(PERIODS):
        start = START + MONTH * period
        sales = [
            CommissionSale(
                product=rng.choice(products),
                amount_minor=max(1_000, round(size * rng.lognormvariate(0, 0.7))),
                sold_at=start + timedelta(days=rng.uniform(-3, 32)),
                reversed=rng.random() < 0.05,
            )
            for _ in range(1 + int(rng.expovariate(1 / pace)))
        ]
        blank = CommissionStatement(
            partner_id=f"partner-{partner}", currency="INR", starts_at=start, ends_at=start + MONTH, paid_minor=0,
            tax_bps=tax, rules=rules, sales=sales, earlier_paid_minor=list(paid),
        )  # fmt: skip
        statement, wrong = _paid(rng, blank)
        paid.append(statement.paid_minor)
        made.append((statement, wrong))
    return made


def _agreement(rng: Random) -> list[CommissionRule]:
    rules = []
    for product in rng.sample(PRODUCTS, rng.randint(1, 3)):
        rate = rng.randint(50, 800)
        fixed = rng.choice((0, 0, 5_000))
        cap = rng.choice((None, None, 200_000))
        rules.append(CommissionRule(product=product, rate_bps=rate, fixed_minor=fixed, cap_minor=cap))
        if rng.random() < 0.6:
            tier = round(rng.lognormvariate(14.5, 0.8))
            better = rate + rng.randint(50, 300)
            rules.append(
                CommissionRule(
                    product=product, from_volume_minor=tier, rate_bps=better, fixed_minor=fixed, cap_minor=cap
                )
            )
    return rules


def _paid(rng: Random, statement: CommissionStatement) -> tuple[CommissionStatement, bool]:
    """Pay as agreed to the last minor unit; or with one mistake that changes something, large or small, in amount or tax."""
    found = earned(statement)
    agreed = found.expected_minor
    paid = agreed
    if rng.random() < WRONG:
        others = [
            *(found.mistakes[name] for name in MISTAKES),
            round(paid * rng.choice((0.8, 0.9, 1.15, 1.3))),
            max(0, paid + rng.choice((-1, 1)) * round(10 ** rng.uniform(0, 4))),
        ]
        paid = rng.choice([each for each in others if each != agreed] or [agreed + 1])
    due = round(paid * statement.tax_bps / BPS)
    tax = due
    if rng.random() < WRONG_TAX:
        tax = rng.choice((0, 2 * due, due + round(10 ** rng.uniform(0, 4))))
    made = msgspec.structs.replace(statement, paid_minor=paid, tax_withheld_minor=tax)
    return made, paid != agreed or tax_difference(made) > 0


COMMISSION_CHECK = Recipe(
    use_case="commission-check",
    worlds=(851, 852, 853, 854),
    unseen=(991, 992),
    play=play,
    levels={HEAD: 0.5},
    head_shape=Shape("heads", leaves=15, depth=4, trees=0, rate=0.08, rows_per_leaf=40),
    head_trees=80,
    shapes=(
        dataclasses.replace(
            SHAPES[0], rising=(NAMES.index("difference_share"), NAMES.index("tax_difference"))
        ),
    ),
    described="A quarter of the statements has a mistake, in one of twenty the tax is wrong. Whether a statement is wrong follows "
    "from its difference and its tax alone, and the probability never falls with either. The head is ln of commission over volume.",
)
