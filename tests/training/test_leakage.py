"""Columns that know the answer are named; honest ones, however strong, are not."""

import numpy as np

from inference.manifest import Column
from training.leakage import find_leaks

RNG = np.random.default_rng(7)
ROWS = 3_000
YES = (RNG.random(ROWS) < 0.2).astype(float)


def leaks(
    task: str = "binary", target: np.ndarray[tuple[int], np.dtype[np.float64]] = YES, **columns: object
) -> dict[str, str]:
    named = [Column(name=name, kind="number") for name in columns]
    matrix = np.stack([np.asarray(values, np.float32) for values in columns.values()], axis=1)
    return {leak.column: leak.why for leak in find_leaks(named, {}, matrix, target, task, 1)}


def test_copies_ranges_and_missingness_are_found() -> None:
    """A copy, a middle range that only frauds have, and a value that is missing exactly when nothing happened."""
    noise = RNG.normal(size=ROWS)
    middle = np.where(YES > 0, RNG.uniform(0.4, 0.6, ROWS), RNG.choice([0.1, 0.9], ROWS))
    found = leaks(copy=YES, middle=middle, refunded=np.where(YES > 0, noise, np.nan), noise=noise)
    assert set(found) == {"copy", "middle", "refunded"}


def test_a_column_that_is_constant_within_a_class_is_found() -> None:
    """A chargeback date that only a third of the frauds have, and nobody else: weak alone, yet filled in afterwards."""
    date = np.where((YES > 0) & (RNG.random(ROWS) < 0.33), 1.0, 0.0)
    found = leaks(date=date, honest=np.where(RNG.random(ROWS) < 0.1 + 0.3 * YES, 1.0, 0.0))
    assert set(found) == {"date"}
    assert "same in all negative rows" in found["date"]


def test_a_difference_that_gives_the_answer_is_found() -> None:
    """Paid minus due tells who is late, though neither day does."""
    due = RNG.integers(0, 400, ROWS).astype(float)
    paid = due + np.where(YES > 0, RNG.integers(1, 30, ROWS), -RNG.integers(0, 30, ROWS))
    found = leaks(due=due, paid=paid, other=RNG.normal(size=ROWS))
    assert len(found) == 1
    assert set(found) <= {"due", "paid"}
    assert "difference" in next(iter(found.values()))


def test_a_strong_honest_column_is_no_leak() -> None:
    """An amount above which everything is fraud is a good feature."""
    amount = np.where((YES > 0) & (RNG.random(ROWS) < 0.5), 300 + RNG.random(ROWS), RNG.random(ROWS) * 220)
    assert leaks(amount=amount) == {}


def test_numbers_and_classes_have_leaks_too() -> None:
    """The end minus the start gives the days; a sub-product gives the product."""
    days = RNG.lognormal(2, 1, ROWS)
    assert set(leaks("number", days, end=days + 1e-3, size=RNG.normal(size=ROWS))) == {"end"}
    product = RNG.integers(0, 5, ROWS).astype(float)
    sub = product * 10 + RNG.integers(0, 3, ROWS)
    assert set(leaks("classes", product, sub=sub, state=RNG.integers(0, 50, ROWS))) == {"sub"}


def test_what_a_class_gives_is_found() -> None:
    """The domain of an intent is derived from it, though it is far from naming it; a place that varies is not."""
    intent = RNG.integers(0, 30, ROWS).astype(float)
    found = leaks("classes", intent, domain=intent // 10, place=RNG.integers(0, 3, ROWS))
    assert set(found) == {"domain"}
    assert "derived" in found["domain"]
