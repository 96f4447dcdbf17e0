"""Which idempotency keys are taken."""

import pytest

from core.idempotency import IdempotencyKeyInvalid, IdempotencyKeyMissing, check_key


@pytest.mark.parametrize("key", ["k", "0191f6a2-7c1e-7d31", "!~", "k" * 255])
def test_visible_ascii_is_a_key(key: str) -> None:
    """A key is kept as it is; quotes around it, which the draft of the header allows, do not count."""
    assert check_key(key) == check_key(f'"{key}"') == key


@pytest.mark.parametrize("key", ["two words", "tab\tbed", "\x7f", "schlüssel", "k" * 256, "line\n"])
def test_anything_else_is_refused(key: str) -> None:
    """Blanks inside, control characters, other letters and what is too long are refused, as the reference says."""
    with pytest.raises(IdempotencyKeyInvalid):
        check_key(key)


@pytest.mark.parametrize("key", [None, ""])
def test_none_is_missing(key: str | None) -> None:
    """No key and an empty one are told apart from a bad one."""
    with pytest.raises(IdempotencyKeyMissing):
        check_key(key)
