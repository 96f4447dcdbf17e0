"""What is usual of a gateway: without its incidents, later hours weighing more, banks drawn towards the method."""

import pytest

from payments.attempts.usual import HALF_LIFE_HOURS, BankSum, Hour, Usual, usual_of

NOW = 1_000


def hours(rate: float, count: int = 100, tries: int = 100, gateway: str = "gw-alpha") -> list[Hour]:
    faulted = round(rate * tries)
    return [Hour(NOW - back, gateway, "upi", tries - faulted, faulted) for back in range(count)]


def test_an_outage_says_nothing_of_what_is_usual() -> None:
    """Three hours in which nearly everything failed leave the rate as it was."""
    outage = [Hour(NOW - 200 - back, "gw-alpha", "upi", 15, 85) for back in range(3)]
    assert usual_of([*hours(0.03), *outage], NOW).rate("gw-alpha", "upi") == pytest.approx(0.03, abs=0.003)


def test_a_gateway_that_is_always_bad_is_bad() -> None:
    """What fails every hour is usual, however much it is."""
    assert usual_of(hours(0.4), NOW).rate("gw-alpha", "upi") == pytest.approx(0.4, abs=0.01)


def test_a_busy_evening_is_no_incident() -> None:
    """Hours that fail half again as often are kept."""
    evenings = [Hour(NOW - 300 - back, "gw-alpha", "upi", 9_550, 450) for back in range(20)]
    kept = usual_of([*hours(0.03, tries=10_000), *evenings], NOW)
    assert kept.of("gw-alpha", "upi").tries > 1_150_000 * 0.5


def test_old_hours_weigh_less() -> None:
    """An hour of one half-life ago weighs half."""
    old = Hour(NOW - round(HALF_LIFE_HOURS), "gw-alpha", "upi", 100, 0)
    assert usual_of([old], NOW).of("gw-alpha", "upi").worked == pytest.approx(50)


def test_a_bank_of_which_little_is_known_is_like_the_method() -> None:
    """The prior of a bank's rate is the method's; that of an unknown method is the gateway's; of a gateway what is thought of any."""
    known = usual_of(hours(0.1), NOW, [BankSum("gw-alpha", "upi", "sbi", 0, 2)])
    faulted, worked = known.prior("gw-alpha", "upi")
    assert faulted / (faulted + worked) == pytest.approx(0.1, abs=0.01)
    assert known.rate("gw-alpha", "card") == pytest.approx(0.1, abs=0.01)
    assert Usual({}).rate("gw-new", "card") == pytest.approx(0.05)
