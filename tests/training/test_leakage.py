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


def test_what_was_derived_from_a_number_is_found() -> None:
    """Late or not, the days beyond those allowed and a band of them follow from the days, though none of them gives the days."""
    days = np.round(RNG.gamma(3, 10, ROWS))
    band = np.digitize(days, [5, 40, 60]).astype(float)
    fee = np.where(days > 30, 5 * (days - 30), np.nan)
    found = leaks("number", days, late=days > 30, beyond=np.maximum(days - 30, 0), band=band, fee=fee)
    assert set(found) == {"late", "beyond", "band", "fee"}
    assert "derived" in found["late"]


def test_a_number_with_many_equal_values_is_told() -> None:
    """Days beyond those allowed are nought for most: what they were made of gives them, and so does the end minus the start."""
    taken = np.round(RNG.gamma(3, 10, ROWS))
    beyond = np.maximum(taken - 30, 0)
    assert (beyond == 0).mean() > 0.5
    assert set(leaks("number", beyond, taken=taken, size=RNG.normal(size=ROWS))) == {"taken"}
    start = np.sort(RNG.uniform(0, 3_000, ROWS))
    found = leaks("number", taken, start=start, end=start + taken, size=RNG.normal(size=ROWS))
    assert len(found) == 1
    assert "difference" in next(iter(found.values()))


def test_what_tells_much_of_a_number_is_no_leak() -> None:
    """The month before, a plan that only those who spend much have, and the rare business customer, are honest."""
    spent = RNG.lognormal(4, 1, ROWS)
    before = spent * RNG.lognormal(0, 0.3, ROWS)
    plan = (np.log(spent) + RNG.normal(0, 0.3, ROWS) > 5).astype(float)
    business = np.where(spent > np.quantile(spent, 0.99), 1.0, 0.0)
    assert leaks("number", spent, before=before, plan=plan, business=business, flat=np.zeros(ROWS)) == {}


def test_what_a_class_gives_is_found() -> None:
    """The domain of an intent is derived from it, though it is far from naming it; a place that varies is not."""
    intent = RNG.integers(0, 30, ROWS).astype(float)
    found = leaks("classes", intent, domain=intent // 10, place=RNG.integers(0, 3, ROWS))
    assert set(found) == {"domain"}
    assert "derived" in found["domain"]
