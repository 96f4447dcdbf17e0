"""However sure an answer says that it is, its probability is inside."""

import functools
import pathlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import parse
from core.postgres import EmbeddedPostgres
from inference import artefacts, catalogue, starters
from inference.answering.payment_delay import PaymentDelayAnswer
from inference.artefacts import LoadedVersion
from inference.entities import DecideCommand
from payments.invoice_facts import Invoice
from tests.product import Product, product

NAMES = catalogue.names()
PAGES = pathlib.Path(__file__).parents[2] / "docs/use-cases"


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


@functools.cache
def starter(name: str) -> LoadedVersion:
    return artefacts.load(starters.files(name))


@given(name=st.sampled_from(NAMES), probability=st.floats(0.0, 1.0))
def test_confidence_holds_the_probability(name: str, probability: float) -> None:
    """Of every starter, at every probability; what was seen of rows that scored alike is never made narrower."""
    version = starter(name)
    found = version.confidence(probability)
    assert 0.0 <= found.low <= probability <= found.high <= 1.0
    bins = version.manifest.calibration.bins
    seen = next(each for each in bins if probability <= each.upto)
    assert found.support == seen.support
    assert found.low <= seen.low
    assert found.high >= seen.high


@pytest.mark.parametrize("name", NAMES)
def test_at_the_edges_of_its_table(name: str) -> None:
    """Where one bin ends and the next begins, the two ends of probability included."""
    version = starter(name)
    for edge in (0.0, *(each.upto for each in version.manifest.calibration.bins)):
        found = version.confidence(edge)
        assert found.low <= edge <= found.high


async def test_what_is_settled_is_said_with_its_confidence(running: Product) -> None:
    """An overdue invoice is late, whatever it scored: the answer, its confidence, the list and a replay say so."""
    now = datetime.now(UTC)
    invoice = Invoice(
        debtor_id="d", amount_minor=4_500_000, currency="INR", issued_at=now - timedelta(days=300),
        due_at=now - timedelta(days=270),
    )  # fmt: skip
    services, caller = running.services, running.asha.system
    made = await services.decisions.decide(caller, DecideCommand(use_case="payment-delay", event=invoice))
    answer, confidence = made.answer, made.confidence
    assert isinstance(answer, PaymentDelayAnswer)
    assert confidence is not None
    assert (answer.probability, confidence.high) == (1.0, 1.0)
    assert confidence.low > 0.9
    assert made.reasons[0].code == "overdue"
    assert made.reasons[0].text == "It is unpaid 270 days after it was due, so it is late already."
    again = await services.decisions.get(caller, parse("dec", made.id))
    assert msgspec.to_builtins(again.answer) == msgspec.to_builtins(made.answer)
    replay = await services.replays.replay(caller, parse("dec", made.id))
    assert (replay.verdict, replay.differences) == ("identical", [])


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_say_so_too(name: str) -> None:
    """The answer that each use case's page shows, made by its starter."""
    page = (PAGES / f"{name}.md").read_text("utf-8")
    shown = page.split("What the starter answered")[1].split("```json shortened\n")[1].split("\n```")[0]
    told = msgspec.json.decode(shown)
    assert told["confidence"]["low"] <= told["answer"]["probability"] <= told["confidence"]["high"]
