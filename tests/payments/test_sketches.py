import hashlib
import math

import pytest

from payments.sketches import BITS, ESTIMATES, position


def estimate_of(keys: range, salt: int) -> float:
    bits = {position(hashlib.sha256(f"{salt}/{key}".encode()).digest()) for key in keys}
    return ESTIMATES[len(bits)]


@pytest.mark.parametrize(("count", "error"), [(10, 0.044), (50, 0.046), (100, 0.047), (500, 0.065)])
def test_the_stated_error_is_the_measured_one(count: int, error: float) -> None:
    """Over 400 sketches the relative standard error is within a fifth of what the docstring says."""
    errors = [estimate_of(range(count), salt) / count - 1 for salt in range(400)]
    measured = math.sqrt(sum(one * one for one in errors) / len(errors))
    assert 0.8 * error < measured < 1.2 * error


def test_an_empty_sketch_counts_nothing_and_a_full_one_is_finite() -> None:
    """No bit is no merchant; more bits are always more merchants, to the last."""
    assert ESTIMATES[0] == 0
    assert len(ESTIMATES) == BITS + 1
    assert list(ESTIMATES) == sorted(ESTIMATES)
    assert math.isfinite(ESTIMATES[-1])


@pytest.mark.parametrize(("known", "stated"), [(10, 0.038), (50, 0.18)])
def test_false_memberships_are_as_rare_as_stated(known: int, stated: float) -> None:
    """A key that was never set looks set about as often as the docstring says."""
    false = 0
    for salt in range(2_000):
        bits = {position(hashlib.sha256(f"{salt}/{key}".encode()).digest()) for key in range(known)}
        false += position(hashlib.sha256(f"{salt}/new".encode()).digest()) in bits
    assert abs(false / 2_000 - stated) < 0.03
