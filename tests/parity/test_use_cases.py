"""Every use case is asked on both faces with its documented example: the same answer, reasons and refusals."""

import uuid

import msgspec
import pytest

from inference import catalogue
from tests.parity.faces import Parity
from tests.parity.test_decisions import ANEW
from tests.recent import recent

ABOUT_EVENTS = [name for name in catalogue.names() if catalogue.get(name).about is not None]
# What depends on the moment of the question, by the use case's own fields.
MOVING = (
    *ANEW, "days_p50", "days_p90", "expected_at", "hours_p50", "hours_p90", "hours_p95", "hours_in_stage", "z_score",
    "partner_z_score", "stage_z_score", "starts_at", "pay_at",
    "probability", "contribution", "value", "text", "low", "high", "support",
)  # fmt: skip
# Nothing failed within 15 minutes of a question asked today; other quantiles are of versions of a tenant's own.
MAY_BE_ABSENT = {
    "failure_cause", "days_p10", "hours_p10", "expected_model_minor_p10", "expected_model_minor_p90",
}  # fmt: skip
events = pytest.mark.parametrize("name", ABOUT_EVENTS)


def asked(name: str) -> dict[str, object]:
    about = catalogue.get(name).about
    assert about is not None
    return {about.name: recent(dict(about.example))}


def operation_of(name: str) -> str:
    return "decide" + "".join(word.capitalize() for word in name.split("-"))


async def test_a_payment_without_an_id_explores_by_its_decision(parity: Parity) -> None:
    """As the answer's share says, and its replay chooses the same."""
    routing = asked("gateway-route")["routing"]
    assert isinstance(routing, dict)
    of_nobody = {name: value for name, value in routing.items() if name != "id"}
    asking = {"routing": {**of_nobody, "attempts": [], "explore_share": 0.5}}
    explored = set()
    for _ in range(30):
        made = await parity.rest("decideGatewayRoute", asking, parity.product.asha.headers)
        answer = made.body["answer"]
        assert isinstance(answer, dict)
        assert answer["explore_share"] == 0.5
        explored.add(answer["explores"])
        replayed = await parity.rest(
            "replayDecision", {"decision_id": made.body["id"]}, parity.product.asha.headers
        )
        assert replayed.body["verdict"] == "identical"
    assert explored == {True, False}


@events
async def test_it_is_explained_later(parity: Parity, name: str) -> None:
    """Of several rows, the one that was explained with the decision; a learnt policy has no parts."""
    question = {**asked(name), "include": ["explanation"]}
    made, _ = await parity.both(operation_of(name), question, ignored=(*MOVING, "explanation"))
    found, _ = await parity.both("getDecisionExplanation", {"decision_id": made.body["id"]})
    at_once = made.body["explanation"]
    assert isinstance(at_once, dict)
    if name == "payment-timing":
        assert (found.code, at_once["contributions"]) == ("explanation_impossible", {})
        return
    assert at_once["contributions"]
    for field in ("margin", "base_value", "contributions"):
        assert found.body[field] == at_once[field], field


async def test_what_was_looked_up_has_no_parts(parity: Parity) -> None:
    """Nor has what the tenant said: the category of the least certain line is not the model's."""
    statement = msgspec.convert(asked("categorize")["statement"], dict[str, object])
    known = [
        line
        for line in msgspec.convert(statement["lines"], list[dict[str, object]])
        if "NETFLIX" in str(line)
    ]
    given = [{**line, "category": "client-gifts"} for line in known]
    for lines, source in ((known, "lookup"), (given, "given")):
        question = {"statement": {**statement, "lines": lines}, "include": ["explanation"]}
        made, _ = await parity.both("decideCategorize", question, ignored=(*MOVING, "explanation"))
        answer = msgspec.convert(made.body["answer"], dict[str, object])
        assert {line["source"] for line in msgspec.convert(answer["lines"], list[dict[str, object]])} == {
            source
        }
        found, _ = await parity.both("getDecisionExplanation", {"decision_id": made.body["id"]})
        assert found.code == "explanation_impossible"


@events
async def test_its_example_is_decided(parity: Parity, name: str) -> None:
    """The documented example has an answer with every field, a confidence and reasons; it is read back and replays."""
    rest, _ = await parity.both(operation_of(name), asked(name), ignored=MOVING)
    answer = rest.body["answer"]
    assert isinstance(answer, dict)
    fields = set(catalogue.get(name).answer_type.__struct_fields__)
    assert answer.keys() == fields
    assert {field for field, value in answer.items() if value is None} <= MAY_BE_ABSENT
    assert rest.body["confidence"] is not None
    assert rest.body["reasons"]
    named = {"decision_id": rest.body["id"]}
    found, _ = await parity.both("getDecision", named)
    assert found.body == rest.body
    replayed, _ = await parity.both("replayDecision", named)
    assert replayed.body["verdict"] == "identical", replayed.body


@events
async def test_its_reasons_speak_hindi(parity: Parity, name: str) -> None:
    """By the field on both faces, and by Accept-Language on REST; the language is kept with the decision."""
    rest, _ = await parity.both(operation_of(name), {**asked(name), "language": "hi"}, ignored=MOVING)
    reasons = rest.body["reasons"]
    assert isinstance(reasons, list)
    assert reasons
    assert all(reason["text"].endswith("।") for reason in reasons)
    rules = rest.body["rules"]
    assert isinstance(rules, dict)
    assert all(note.endswith("।") for note in rules["notes"])
    replayed, _ = await parity.both("replayDecision", {"decision_id": rest.body["id"]})
    assert replayed.body["verdict"] == "identical"


@events
async def test_what_is_missing_is_named(parity: Parity, name: str) -> None:
    about = catalogue.get(name).about
    assert about is not None
    refused, _ = await parity.both(operation_of(name), {})
    assert refused.code == "invalid_request"
    assert refused.fields == (about.name,)


async def test_accept_language_is_heard(parity: Parity) -> None:
    """A header of the caller's own choosing turns the reasons of an old use case into Hindi, on either face."""
    said = {"x-api-key": parity.product.asha.sandbox_key, "accept-language": "fr, hi;q=0.9, en;q=0.5"}
    question = {"customer_id": f"customer-{uuid.uuid4()}"}
    for ask in (parity.rest, parity.rpc):
        found = await ask("decideChurnScore", question, said)
        reasons = found.body["reasons"]
        assert isinstance(reasons, list)
        assert all(reason["text"].endswith("।") for reason in reasons)


async def test_an_invoice_that_contradicts_itself(parity: Parity) -> None:
    """Terms that end before they begin and money of no country are refused by field."""
    invoice = asked("payment-delay")["invoice"]
    assert isinstance(invoice, dict)
    for changed, field in (
        ({"due_at": "2026-01-01T00:00:00Z"}, "invoice.due_at"),
        ({"currency": "ABC"}, "invoice.currency"),
        ({"issued_at": "1970-01-01T00:00:00Z"}, "invoice.issued_at"),
        ({"amount_minor": 0}, "invoice.amount_minor"),
    ):
        refused, _ = await parity.both("decidePaymentDelay", {"invoice": {**invoice, **changed}})
        assert refused.fields == (field,), refused
