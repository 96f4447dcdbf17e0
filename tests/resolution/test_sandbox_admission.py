"""How many sandboxes strangers may make: by address and in all, and nothing that is refused is counted."""

import pytest

from resolution.sandboxes.admission import ALL_MAX, EACH_MAX, HOUR_S, Admission, TooManySandboxes, place_of


class Hand:
    """A clock that is moved by hand."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


def test_an_address_makes_so_many_an_hour() -> None:
    """The one after the last is refused until the first is an hour old; another address is not concerned."""
    hand = Hand()
    admission = Admission(monotonic_s=hand)
    for _ in range(EACH_MAX):
        admission.admit("203.0.113.7")
        hand.at += 1
    with pytest.raises(TooManySandboxes) as refused:
        admission.admit("203.0.113.7")
    assert refused.value.retry_after_s == HOUR_S - EACH_MAX
    admission.admit("203.0.113.8")
    hand.at = HOUR_S
    admission.admit("203.0.113.7")


def test_all_together_make_so_many_an_hour() -> None:
    hand = Hand()
    admission = Admission(monotonic_s=hand)
    for at in range(ALL_MAX):
        admission.admit(f"198.51.{at}.1")
    with pytest.raises(TooManySandboxes):
        admission.admit("203.0.113.9")
    hand.at = HOUR_S
    admission.admit("203.0.113.9")


def test_places() -> None:
    """A house of IPv6 is one place, an IPv4 address is itself however it is written, and what tells none is one place too."""
    assert place_of("2001:db8:1:2::1") == place_of("2001:db8:1:2:ffff::9") != place_of("2001:db8:1:3::1")
    assert place_of("::ffff:203.0.113.7") == place_of("203.0.113.7") == "203.0.113.7"
    assert place_of(None) == place_of("unix:socket") == "unknown"
