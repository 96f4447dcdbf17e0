"""Time-based codes against RFC 6238, and their replay guard."""

import base64
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants import second_factors
from tenants.installation_keys import Pepper

# RFC 6238, appendix B: SHA-1, eight digits.
SEED = b"12345678901234567890"
PUBLISHED = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]


@pytest.mark.parametrize(("at", "code"), PUBLISHED)
def test_published_codes_fit_their_moment(at: int, code: str) -> None:
    """Each code of the RFC is taken at its time, one step around it, and not two steps away."""
    for drift in (-30, 0, 30):
        assert second_factors.accepted_step(SEED, code, at + drift, after_step=-1, digits=8) == at // 30
    for drift in (-60, 60):
        assert second_factors.accepted_step(SEED, code, at + drift, after_step=-1, digits=8) is None


def test_a_code_works_once() -> None:
    """A code is refused after it was taken, and so is every earlier one."""
    step = second_factors.accepted_step(SEED, "94287082", 59, after_step=0, digits=8)
    assert step == 1
    assert second_factors.accepted_step(SEED, "94287082", 59, after_step=step, digits=8) is None
    assert second_factors.accepted_step(SEED, "94287082", 59, after_step=step + 5, digits=8) is None


@given(st.text(max_size=20))
def test_no_text_but_the_code_fits(code: str) -> None:
    """Whatever is typed instead of the code, letters and odd digits included, is refused without a failure."""
    if code not in {"287082", "969429", "338314"}:  # the codes of steps 1, 0 and 2
        found = second_factors.accepted_step(SEED, code, 59, after_step=-1)
        assert found is None or code.isdecimal()


def test_recovery_codes_are_many_random_and_forgiving() -> None:
    """Ten different codes; capitals and dashes do not matter; a code belongs to one member."""
    pepper, member = Pepper(bytes(32)), uuid4()
    codes = second_factors.new_recovery_codes()
    assert len(set(codes)) == 10
    hashed = second_factors.recovery_hash(pepper, member, codes[0])
    typed = f" {codes[0][:6].upper()}-{codes[0][6:]} "
    assert second_factors.recovery_hash(pepper, member, typed) == hashed
    assert second_factors.recovery_hash(pepper, uuid4(), codes[0]) != hashed
    assert codes[0].encode() not in hashed


def test_the_uri_carries_the_seed() -> None:
    """What the app scans is an otpauth address with the seed in base32 and our name."""
    uri = second_factors.provisioning_uri(SEED, "asha@example.com")
    assert uri.startswith("otpauth://totp/Countermark:asha%40example.com?")
    assert base64.b32encode(SEED).decode() in uri
    assert len(second_factors.new_seed()) == 20
