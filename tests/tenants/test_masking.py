"""A masked body shows its shape, and nothing of anybody."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.masking import BYTES_MAX, mask

PERSONAL = {
    "customer_id": "asha.rao@example.com",
    "use_case": "churn-score",
    "currency": "INR",
    "amount_minor": 249_900,
    "occurred_at": "2026-11-21T09:30:00Z",
    "born": "1990-01-02",
    "payer": {"name": "Asha Rao", "pan": "ABCDE1234F", "verified": True, "card": None},
    "id": "dec_01kc1x5w3ceyp8s1r7t3v5w9ya",
    "status": "4111 1111 1111 1111",
    "Asha Rao": 1,
    "list": list(range(25)),
}


def test_what_stays_and_what_goes() -> None:
    """Names, own ids, moments and listed words stay; texts, numbers and keys that somebody wrote go."""
    assert json.loads(mask(json.dumps(PERSONAL).encode()) or "") == {
        "customer_id": "text of 20",
        "use_case": "churn-score",
        "currency": "INR",
        "amount_minor": "number",
        "occurred_at": "2026-11-21T09:30:00Z",
        "born": "text of 10",
        "payer": {"name": "text of 8", "pan": "text of 10", "verified": True, "card": None},
        "id": "dec_01kc1x5w3ceyp8s1r7t3v5w9ya",
        "status": "text of 19",
        "name of 8": "number",
        "list": [*["number"] * 20, "5 more"],
    }


def test_a_problem_stays_but_for_its_details() -> None:
    """Code, title and fix are the product's words; what was refused in which field is masked."""
    problem = {
        "type": "/docs/errors#invalid_request", "title": "Bad Request", "status": 400, "code": "invalid_request",
        "fix": "Correct the fields.", "request_id": "req_1", "detail": "A field", "errors": [{"field": "a", "reason": "b"}],
    }  # fmt: skip
    masked = json.loads(mask(json.dumps(problem).encode(), ours=True) or "")
    assert masked["fix"] == "Correct the fields."
    assert masked["status"] == 400
    assert masked["errors"] == [{"field": "a", "reason": "text of 1"}]


def test_what_somebody_sends_is_no_problem() -> None:
    """A request that has the fields of a problem is masked as any."""
    sent = {
        "code": "4111 1111",
        "fix": "Asha Rao",
        "request_id": "a@b.example",
        "deep": {"title": "ABCDE1234F"},
    }
    assert json.loads(mask(json.dumps(sent).encode()) or "") == {
        "code": "text of 9",
        "fix": "text of 8",
        "request_id": "text of 11",
        "deep": {"title": "text of 10"},
    }


@pytest.mark.parametrize(
    ("key", "value", "stays"),
    [
        ("field", "transaction.amount_minor", True),
        ("field", "rows[3].amount_minor", True),
        ("field", "AshaRao", False),
        ("field", "asha@example.com", False),
        ("status", "text_refused", True),
        ("currency", "INR", True),
        ("language", "hi-IN", True),
        ("type", "fraud.alert", True),
        ("status", "AshaRao", False),
        ("kind", "Asha", False),
    ],
)
def test_words_are_the_products_own(key: str, value: str, stays: bool) -> None:
    """A place is of names of fields; a word is in one case, as names of people are not."""
    shown = json.loads(mask(json.dumps({key: value}).encode()) or "")[key]
    assert shown == (value if stays else f"text of {len(value)}")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 5_000, b'"' + b"a" * BYTES_MAX + b'"'])
def test_what_is_not_kept(body: bytes) -> None:
    """No JSON, or too much of it, is not kept at all."""
    assert mask(body) is None


@given(
    st.recursive(
        st.text(min_size=12) | st.integers(10_000), lambda inner: st.dictionaries(st.text(min_size=1), inner)
    )
)
def test_nothing_that_somebody_wrote_is_left(value: object) -> None:
    """Whatever the values are, none of them is in what is kept, unless it is a word under a listed key."""
    masked = mask(json.dumps({"note": value}).encode())
    assert masked is None or not any(text in masked for text in _texts(value))


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    return [json.dumps(value).strip('"')]
