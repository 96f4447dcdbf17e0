"""Texts about nothing that the starters know are not called certain, and lines as the simulator writes them are read."""

from datetime import UTC, date, datetime
from itertools import islice
from uuid import UUID

import msgspec
import numpy as np
import pytest

from inference import artefacts, catalogue
from inference.answering.categorize import CATEGORIES, CategorizeAnswer
from inference.answering.ticket_triage import TicketTriageAnswer
from inference.features.events import EVENT_SETS
from inference.predictions import predict_many
from inference.routing import Deployed, deployed_of
from payments.simulator.events import SimulatedPayment, SimulatorConfig
from payments.simulator.stream import Simulation
from payments.statement_facts import Statement, StatementLine, Ticket
from training.starters import FOLDER

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
STRAY = (
    "asdf", "hello", "what is the weather", "hi", "qwerty uiop", "lorem ipsum dolor sit amet", "tell me a joke", "xyzzy",
    "who is the prime minister of india", "the quick brown fox jumps over the lazy dog", "zzzz", "blah blah blah",
    "what time is it", "can you write a python program", "hello how are you doing today", "sdfkjh sdfkjh", "test 123",
    "recommend a good movie", "what is 2 plus 2", "thanks a lot", "football match tonight", "why is the sky blue", "??",
    "123456", "which restaurant is open", "the meeting is at noon", "where do penguins live", "is it raining in mumbai",
)  # fmt: skip
KNOWN = {
    "my payout is late": "payout_delayed", "please close my account": "account_closure", "card blocked": "card_blocked",
    "I was charged two times": "charged_twice", "where is my refund": "refund_missing", "webhook not received": "webhook_missing",
}  # fmt: skip


def starter(name: str) -> Deployed:
    return deployed_of(catalogue.get(name), UUID(int=1), artefacts.load(FOLDER / name))


TICKETS, LINES = starter("ticket-triage"), starter("categorize")


def answered(deployed: Deployed, event: msgspec.Struct) -> msgspec.Struct:
    use_case = catalogue.get(deployed.version.manifest.use_case)
    (found,) = predict_many([deployed.version], [EVENT_SETS[use_case.feature_set].compute(event, AT)])
    assert found is not None
    return use_case.kind.answer(event, AT, found.rows or (found,), version=deployed.version).answer


def triaged(text: str) -> TicketTriageAnswer:
    found = answered(TICKETS, Ticket(text=text))
    assert isinstance(found, TicketTriageAnswer)
    return found


def categorized(*texts: str) -> CategorizeAnswer:
    lines = [StatementLine(text=text, amount_minor=50_000, occurred_at=AT) for text in texts]
    found = answered(LINES, Statement(customer_id="c", currency="INR", lines=lines))
    assert isinstance(found, CategorizeAnswer)
    return found


@pytest.mark.parametrize("text", STRAY)
def test_what_is_about_nothing_goes_to_the_first_line(text: str) -> None:
    """Nonsense, greetings and talk of other things: no cause is likely, and the shares of the causes say so, too."""
    found = triaged(text)
    assert found.probability < 0.5
    assert found.route == "l1"
    assert sum(each.share for each in found.causes) < 0.75


@pytest.mark.parametrize("text", [*STRAY, *KNOWN])
def test_one_thing_has_one_number(text: str) -> None:
    """The share of the cause that is named is the probability that it is right."""
    found = triaged(text)
    assert found.causes[0].cause == found.root_cause
    assert found.causes[0].share == found.probability


@pytest.mark.parametrize(("text", "cause"), KNOWN.items())
def test_short_tickets_are_still_known(text: str, cause: str) -> None:
    found = triaged(text)
    assert (found.root_cause, found.probability >= 0.5) == (cause, True)


@pytest.mark.parametrize("text", ["asdf", "hello", "what is the weather", "zzzz", "tell me a joke"])
def test_a_line_that_says_nothing_has_no_sure_category(text: str) -> None:
    assert categorized(text).probability < 0.5


def test_lines_of_the_simulator_are_read() -> None:
    """As it writes them, without a direction: nine in ten categories are right."""
    simulation = Simulation(SimulatorConfig(seed=7_031, customers=60, days=35, start=date(2026, 9, 25)))
    paid = [
        each.transaction for each in islice(simulation.events(), 6_000) if isinstance(each, SimulatedPayment)
    ]
    told = {
        each.description: each.category for each in paid if each.description and each.category in CATEGORIES
    }
    assert len(set(told.values())) >= 12
    texts = list(told)
    found = [line for at in range(0, len(texts), 50) for line in categorized(*texts[at : at + 50]).lines]
    right = [line.category == told[text] for text, line in zip(texts, found, strict=True)]
    assert np.mean(right) >= 0.9


@pytest.mark.parametrize(
    ("text", "category"), [("NEFT CR SALARY ACME LTD", "salary"), ("Rent to landlord Mr Sharma", "rent")]
)
def test_credits_are_read_without_a_direction(text: str, category: str) -> None:
    (line,) = categorized(text).lines
    assert line.category == category
