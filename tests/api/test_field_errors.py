"""What is refused is told in words that say what to send, never in a pattern."""

import json
import pathlib
import re

import msgspec
import pytest

from api.bodies import BodyDecoder
from api.field_errors import field_error, words_of
from api.views.questions import SeveralQuestion, TransactionQuestion
from core.errors import InvalidRequest
from inference.feedback_entities import Feedback

ROOT = pathlib.Path(__file__).parents[2]
PATTERN = re.compile(r"""(?:pattern=|_PRINTABLE = |_SLUG = )r"([^"]*)\"""")
PAYMENT = {"customer_id": "c", "amount_minor": 1, "currency": "INR", "occurred_at": "2026-01-01T00:00:00Z"}


def refusal(kind: type[msgspec.Struct], asked: object) -> tuple[str, str, str]:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.json.decode(json.dumps(asked), type=kind)
    found = field_error(str(refused.value), kind)
    return found.field, found.reason, found.fix


@pytest.mark.parametrize(
    ("change", "fix"),
    [
        ({"method": "upix"}, "Use one of: card, cash, imps, neft, netbanking, other, rtgs, upi, wallet."),
        ({"direction": "out"}, "Use one of: credit, debit."),
        ({"occurred_at": "yesterday"}, 'Send a time with its zone, such as "2026-11-20T10:00:00Z".'),
        (
            {"occurred_at": "2026-11-20T10:00:00"},
            'Send a time with its zone, such as "2026-11-20T10:00:00Z".',
        ),
        ({"occurred_at": 5}, 'Send a time with its zone, such as "2026-11-20T10:00:00Z".'),
        ({"currency": "inr"}, "Send three capital letters, such as INR."),
        ({"amount_minor": -5}, "Send a whole number >= 1."),
        ({"amount_minor": "5"}, "Send a whole number."),
        ({"category": 5}, "Send a text or null."),
        ({"customer_id": ""}, "Send a text of length >= 1."),
    ],
)
def test_what_to_send(change: dict[str, object], fix: str) -> None:
    field, reason, said = refusal(TransactionQuestion, {"transaction": {**PAYMENT, **change}})
    assert (field, said) == (f"transaction.{next(iter(change))}", fix)
    assert "regex" not in reason


def test_lists_and_other_structs_are_walked() -> None:
    """A value in a list, of a field that may be null, and in another body."""
    assert refusal(TransactionQuestion, {"include": ["x"]})[2] == "Use one of: explanation."
    assert (
        refusal(SeveralQuestion, {"transaction": PAYMENT, "use_cases": ["a"], "language": "fr"})[2]
        == "Use one of: en, hi."
    )
    observed = {"observed_at": "2026-01-01T00:00:00Z", "source": "rumour"}
    assert refusal(Feedback, observed)[2].startswith("Use one of: chargeback, collection,")


@pytest.mark.parametrize(
    "raw",
    [
        b'{"source":"a","source":"b"}',
        b'{"x":{"source":1,"y":[],"\\u0073ource":2}}',
        b'[{"source":1,"source":1}]',
    ],
)
def test_a_field_that_stands_twice_is_refused(raw: bytes) -> None:
    """At any depth and in any spelling; the same name in objects of their own is not twice."""
    with pytest.raises(InvalidRequest) as refused:
        BodyDecoder(object, once=True).decode(raw)
    assert refused.value.fields[0].field == "source"
    assert BodyDecoder(object, once=True).decode(b'[{"a":1e40,"b":{"a":2}},{"a":3}]')


def test_every_pattern_has_words() -> None:
    """No field can refuse by a pattern that nobody put into words."""
    folders = ("api", "core", "inference", "ledger", "payments", "resolution", "rules", "tenants")
    files = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    patterns = {found for path in files for found in PATTERN.findall(path.read_text("utf-8"))}
    assert len(patterns) > 10
    assert {pattern for pattern in patterns if words_of(pattern) is None} == set()
