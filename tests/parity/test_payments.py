"""Payments, sign-ins and customers' states: the same answers and the same refusals on both faces."""

from typing import cast
from uuid import uuid4

import pytest

from tests.parity.faces import Outcome, Parity, Plain

WHEN = "2026-03-10T18:00:00.25+05:30"


def a_payment(**changes: object) -> dict[str, object]:
    return {
        "id": f"t-{uuid4()}",
        "customer_id": "customer-1",
        "amount_minor": 25_075,
        "currency": "INR",
        "occurred_at": WHEN,
        "direction": "credit",
        "method": "upi",
        "channel": "app",
        "category": "food",
        "latitude": 19.07,
        "longitude": 72.87,
        **changes,
    }


def a_login(**changes: object) -> dict[str, object]:
    plain = {"id": f"l-{uuid4()}", "customer_id": "customer-1", "occurred_at": WHEN, "succeeded": False}
    return {**plain, "channel": "web", **changes}


WORDS = ("detail",)  # a refused request is a body on one face and a message on the other


def data_of(outcome: Outcome) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", outcome.body["data"])


async def sent(parity: Parity, payment: Plain) -> tuple[Outcome, Outcome]:
    return await parity.both("createTransaction", payment, rpc_only={"transaction": payment}, ignored=WORDS)


async def signed_in(parity: Parity, login: Plain) -> tuple[Outcome, Outcome]:
    return await parity.both("createLogin", login, rpc_only={"login": login}, ignored=WORDS)


async def test_a_payment_is_recorded_once_over_either_face(parity: Parity) -> None:
    """The second face finds what the first recorded: one id, one answer; so do a fetch and a list."""
    payment = a_payment()
    rest, rpc = await sent(parity, payment)
    assert rest.code == "ok"
    assert rest.body["id"] == rpc.body["id"]
    fetched, _ = await parity.both("getTransaction", {"transaction_id": rest.body["id"]})
    assert fetched.body == rest.body
    listed, _ = await parity.both("listTransactions", {"own_id": payment["id"]})
    assert listed.body["data"] == [rest.body]


async def test_lists_page_alike(parity: Parity) -> None:
    """Both faces cut the same pages and give the same cursors."""
    customer = f"customer-{uuid4()}"
    items = [
        a_payment(customer_id=customer, occurred_at=f"2026-03-10T18:0{minute}:00Z") for minute in range(5)
    ]
    await parity.both("createTransactions", {"items": items}, ignored=("status",))
    first, _ = await parity.both("listTransactions", {"customer_id": customer, "limit": 3})
    assert first.body["has_more"] is True
    query = {"customer_id": customer, "limit": 3, "after": first.body["next_after"]}
    second, _ = await parity.both("listTransactions", query)
    assert len(data_of(second)) == 2
    between = {
        "customer_id": customer,
        "occurred_from": "2026-03-10T18:01:00Z",
        "occurred_to": "2026-03-10T18:03:00Z",
    }
    some, _ = await parity.both("listTransactions", between)
    assert len(data_of(some)) == 2


async def test_a_bulk_says_the_same_of_each_item(parity: Parity) -> None:
    """Known, conflicting and flagged items are reported alike."""
    payment = a_payment()
    await sent(parity, payment)
    anonymous = a_payment(id=None, description=f"TEA {uuid4()}")
    items = [payment, {**payment, "amount_minor": 1}, anonymous, anonymous]
    rest, _ = await parity.both("createTransactions", {"items": items}, ignored=("id", "duplicate_of"))
    assert [one["status"] for one in data_of(rest)] == ["existing", "conflict", "recorded", "recorded"]
    assert data_of(rest)[3]["duplicate_of"] == data_of(rest)[2]["id"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": "ABC"}, "currency"),
        ({"currency": "inr"}, "currency"),
        ({"amount_minor": -5}, "amount_minor"),
        ({"amount_minor": 10**15}, "amount_minor"),
        ({"occurred_at": "1999-01-01T00:00:00Z"}, "occurred_at"),
        ({"occurred_at": "2999-01-01T00:00:00Z"}, "occurred_at"),
        ({"latitude": 91.0}, "latitude"),
        ({"longitude": None}, "longitude"),
        ({"customer_id": "a\nb"}, "customer_id"),
        ({"category": "Food!"}, "category"),
        ({"country": "ZZ"}, "country"),
    ],
)
async def test_bad_payments_are_refused_alike(parity: Parity, change: Plain, field: str) -> None:
    """The same field is named with the same code and fix, alone and in a bulk, and nothing is recorded."""
    payment = {name: value for name, value in a_payment(**change).items() if value is not None}
    rest, _ = await sent(parity, payment)
    assert rest.fields == (field,)
    bulk, _ = await parity.both("createTransactions", {"items": [a_payment(), payment]}, ignored=WORDS)
    assert bulk.fields == (f"items[1].{field}",)
    listed, _ = await parity.both("listTransactions", {"own_id": payment["id"]})
    assert listed.body["data"] == []


async def test_a_taken_id_is_a_conflict_on_both(parity: Parity) -> None:
    """Other content under a recorded id has the same code."""
    payment = a_payment()
    await sent(parity, payment)
    rest, _ = await sent(parity, {**payment, "amount_minor": 1})
    assert rest.code == "transaction_conflict"


async def test_sign_ins_are_recorded_once_over_either_face(parity: Parity) -> None:
    """Single and bulk, new and known, and the refusals."""
    login = a_login()
    rest, rpc = await parity.both("createLogin", login, rpc_only={"login": login}, ignored=("status",))
    assert (rest.body["status"], rpc.body["status"]) == ("recorded", "existing")
    bulk, _ = await parity.both("createLogins", {"items": [login, a_login(id=None)]}, ignored=("id",))
    assert [one["status"] for one in data_of(bulk)] == ["existing", "recorded"]
    refused, _ = await signed_in(
        parity, {name: value for name, value in login.items() if name != "succeeded"}
    )
    assert refused.fields == ("succeeded",)
    conflict, _ = await signed_in(parity, {**login, "succeeded": True})
    assert conflict.code == "login_conflict"


async def test_the_state_of_a_customer(parity: Parity) -> None:
    """Both faces show the same numbers, and neither knows a customer that nobody spoke of."""
    customer = f"customer-{uuid4()}"
    await sent(parity, a_payment(customer_id=customer, country="IN"))
    rest, _ = await parity.both("getCustomerState", {"customer_id": customer}, ignored=("as_of",))
    assert cast("Plain", rest.body["lifetime"])["credit_minor"] == 25_075
    assert rest.body["last_direction"] == "credit"
    assert rest.body["placed_latitude"] == 19.1
    assert rest.body["currency"] == "INR"
    abroad = {"customer_id": customer, "currency": "USD"}
    dollars, _ = await parity.both("getCustomerState", abroad, ignored=("as_of",))
    window = cast("Plain", dollars.body["lifetime"])
    assert (dollars.body["currency"], window["credit_minor"], window["other_credit_count"]) == ("USD", 0, 1)
    for currency in ("XXY", "usd"):
        refused, _ = await parity.both("getCustomerState", {**abroad, "currency": currency}, ignored=WORDS)
        assert refused.fields == ("currency",)
    unknown, _ = await parity.both("getCustomerState", {"customer_id": f"nobody-{uuid4()}"})
    assert unknown.code == "customer_not_found"


async def test_another_tenants_payments_do_not_exist(parity: Parity) -> None:
    """Ids, own ids and customers of one tenant are unknown to the other on both faces."""
    customer = f"customer-{uuid4()}"
    rest, _ = await sent(parity, a_payment(customer_id=customer))
    theirs = parity.product.other.sandbox_key
    found, _ = await parity.both("getTransaction", {"transaction_id": rest.body["id"]}, credential=theirs)
    assert found.code == "transaction_not_found"
    state, _ = await parity.both("getCustomerState", {"customer_id": customer}, credential=theirs)
    assert state.code == "customer_not_found"
    listed, _ = await parity.both("listTransactions", {"customer_id": customer}, credential=theirs)
    assert listed.body["data"] == []
    cursor, _ = await parity.both("listTransactions", {"after": rest.body["id"]}, credential=theirs)
    assert cursor.fields == ("after",)
