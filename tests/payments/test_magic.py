"""The table of magic values: told apart, taken as facts are, without effect in live, and the same as its page."""

import pathlib
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments import magic
from payments.attempts.facts import AttemptFact
from payments.attempts.failure_codes import cause_of
from payments.attempts.staged import staged
from payments.facts import AmountMinor, Gateway, Reference
from payments.magic import MAGIC_VALUES, MagicValue

PAGE = pathlib.Path(__file__).parents[2] / "docs/sandbox.md"
ATTEMPT = {
    "id": "try-1", "payment_id": "pay-1", "method": "upi", "amount_minor": 100, "currency": "INR",
    "started_at": "2026-11-20T10:00:00Z",
}  # fmt: skip


def sent(value: MagicValue) -> str:
    """How the page says what does it."""
    told = {
        "customer": value.customer_id,
        "amount": value.amount_minor,
        "gateway": value.gateway,
        "payout": value.payout_id,
        "payee": value.payee_id,
    }
    return " or ".join(f"{name} `{each}`" for name, each in told.items() if each is not None)


def attempt(gateway: str, result: str) -> AttemptFact:
    return msgspec.convert({**ATTEMPT, "gateway": gateway, "result": result}, AttemptFact)


def test_the_page_has_this_table() -> None:
    """docs/sandbox.md shows each value with what it does, in order, and no other."""
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", PAGE.read_text(), re.MULTILINE)
    assert rows == [(each.effect, sent(each), each.does) for each in MAGIC_VALUES]


def test_each_value_is_told_apart_and_can_be_sent() -> None:
    """No id or amount stands for two effects, and each is one that the API takes."""
    for name, kind in (
        ("customer_id", Reference), ("amount_minor", AmountMinor), ("gateway", Gateway), ("payee_id", Reference),
    ):  # fmt: skip
        values = [getattr(each, name) for each in MAGIC_VALUES if getattr(each, name) is not None]
        assert len(values) == len(set(values)) > 0
        for value in values:
            msgspec.convert(value, kind)


@pytest.mark.parametrize("value", MAGIC_VALUES, ids=lambda each: each.effect)
def test_nothing_is_magic_in_live(value: MagicValue) -> None:
    """The very values that do something in a sandbox are ids and amounts like any other in live."""
    assert magic.find("live", value.customer_id or "", value.amount_minor) is None
    assert magic.at_gateway("live", value.gateway or "") is None
    assert dict(magic.payees("live")) == {}
    if value.customer_id is not None:
        assert magic.find("sandbox", value.customer_id, None) is value
        assert magic.find("sandbox", "somebody", value.amount_minor) is value


@given(st.text(max_size=20), st.integers(1, 10**12) | st.none())
def test_other_values_are_not_magic(customer: str, amount: int | None) -> None:
    known = {each.customer_id for each in MAGIC_VALUES} | {each.amount_minor for each in MAGIC_VALUES}
    if customer not in known and amount not in known:
        assert magic.find("sandbox", customer, amount) is None


def test_the_customer_comes_before_the_amount() -> None:
    decline, approve = (
        next(one for one in MAGIC_VALUES if one.effect == each) for each in ("decline", "approve")
    )
    assert magic.find("sandbox", str(decline.customer_id), approve.amount_minor) is decline


@pytest.mark.parametrize(
    ("gateway", "code"), [("magic_fails", "gateway_error"), ("magic_times_out", "gateway_timeout")]
)
@pytest.mark.parametrize("result", ["pending", "succeeded"])
def test_attempts_at_magic_gateways_fail_by_the_gateways_fault(gateway: str, code: str, result: str) -> None:
    made = staged("sandbox", attempt(gateway, result))
    assert (made.result, made.error_code) == ("failed", code)
    assert cause_of(made.error_code) == "gateway"
    assert staged("sandbox", made) == made


@pytest.mark.parametrize("gateway", ["magic_fails", "magic_times_out", "razorpay"])
def test_attempts_of_live_stay_as_they_were_told(gateway: str) -> None:
    told = attempt(gateway, "succeeded")
    assert staged("live", told) is told
    assert (staged("sandbox", told) is told) == (gateway == "razorpay")
