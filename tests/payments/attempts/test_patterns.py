"""Groups of failures: told where they differ from all others, with intervals that hold."""

from random import Random

from payments.attempts.failure_codes import FAILURE_KINDS, cause_of
from payments.attempts.pattern_figures import Counts, patterns_of


def rows(seed: int, tries: int = 400, **bad: str) -> list[Counts]:
    """Attempts of two gateways, methods and banks: one in twenty fails, four in twenty where everything in `bad` is shared."""
    rng, found = Random(seed), []
    for gateway in ("gw-alpha", "gw-bravo"):
        for method in ("upi", "card"):
            for bank in ("hdfc", "sbi"):
                shared = {"gateway": gateway, "method": method, "bank": bank}
                rate = 0.2 if bad and all(shared[name] == value for name, value in bad.items()) else 0.05
                failed = sum(rng.random() < rate for _ in range(tries))
                found += [
                    Counts(gateway, method, bank, 12, "gateway_timeout", fault=True, count=failed),
                    Counts(gateway, method, bank, 12, "", fault=False, count=tries - failed),
                ]
    return found


def test_the_group_that_fails_is_named_with_its_lift() -> None:
    """The bank at the gateway stands first, about four times the others, and its interval holds that."""
    found = patterns_of(rows(1, gateway="gw-alpha", bank="sbi"), "failed")
    names = [(each.gateway, each.bank) for each in found if each.method is None and each.error_code is None]
    assert names[0] == ("gw-alpha", "sbi")
    first = next(each for each in found if (each.gateway, each.bank) == names[0] and each.error_code is None)
    assert first.low < 0.2 / 0.05 < first.high
    assert first.low > 1


def test_nothing_is_told_of_noise() -> None:
    """Of fifty worlds in which all fail alike, in hardly one anything is named: the level is of all groups at once."""
    assert sum(bool(patterns_of(rows(seed), "failed")) for seed in range(50)) <= 6


def test_faults_alone_leave_out_what_customers_did() -> None:
    """A bank that declines is a pattern of failures and none of the gateways' faults."""
    declined = [
        msg
        for row in rows(3, bank="sbi")
        for msg in [Counts(row.gateway, row.method, row.bank, 12, row.error_code and "issuer_declined", fault=False, count=row.count)]
    ]  # fmt: skip
    assert patterns_of(declined, "failed")
    assert patterns_of(declined, "faulted") == []


def test_small_groups_are_not_looked_at() -> None:
    """Ten attempts that all fail are an anecdote."""
    few = [Counts("gw-new", "upi", "sbi", 3, "gateway_down", fault=True, count=10)]
    assert all(each.gateway != "gw-new" for each in patterns_of([*rows(4), *few], "failed"))


def test_only_genuine_faults_are_the_gateways() -> None:
    """Timeouts and broken gateways count against it, wrong passwords and empty accounts do not, and unknown codes are nobody's."""
    assert {cause_of(code) for code in ("gateway_timeout", "http_503", "gateway_down")} == {"gateway"}
    assert "gateway" not in {
        cause_of(code) for code in ("insufficient_funds", "wrong_otp", "issuer_declined", "our_own", None)
    }
    assert all(kind.code == code for code, kind in FAILURE_KINDS.items())
