"""Why a starter named a class: shares of words and facts that add up to the margin; on the starters that ship."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from random import Random
from uuid import UUID

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import artefacts, catalogue, evidence, linear_classes
from inference.answering.kinds import Answered, ranked
from inference.answering.segment import SegmentAnswer
from inference.answering.ticket_triage import TicketTriageAnswer
from inference.artefacts import ArtefactInvalid
from inference.class_reasons import Told
from inference.fact_reasons import FactReasons
from inference.features.events import EVENT_SETS
from inference.features.texts import PLACES, Word, hashed, shared_by_words
from inference.linear_classes import Linear
from inference.predictions import Prediction, predict_many
from inference.routing import Deployed, deployed_of
from inference.runtimes.ort import OnnxRuntime
from payments.history_facts import CustomerHistory
from payments.simulator.lives import lives
from payments.statement_facts import Statement, StatementLine, Ticket
from training.dense import linear_graph
from training.starter_histories import history_of
from training.starters import FOLDER

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
STARTERS = ("categorize", "ticket-triage", "segment")
FACTS_OF_TICKETS = ["words", "has_number", "is_question"]


@pytest.fixture(scope="module", params=STARTERS)
def deployed(request: pytest.FixtureRequest) -> Deployed:
    return starter(request.param)


def starter(name: str) -> Deployed:
    return deployed_of(catalogue.get(name), UUID(int=1), artefacts.load(FOLDER / name))


def events(name: str) -> Sequence[msgspec.Struct]:
    if name == "segment":
        return [history_of(life, life.until) for life in lives(7_011, 20, 4)]
    if name == "ticket-triage":
        texts = (
            "My payout of Rs 4,200 has not arrived for 5 days?",
            "PASSWORD locked, no refund",
            "ज्ञात नहीं",
            "?!",
        )
        subjects = (None, "Payout not received", "12")
        return [Ticket(subject=subject, text=text) for subject in subjects for text in texts]
    rng = Random(7)
    lines = (
        "UPI/DR/401/HOUSE RENT/YESB",
        "ACH D- LOAN EMI 881",
        "POS 4411 XYZ",
        "77 - 12",
        "NEFT CR-9-ACME-SALARY",
    )
    return [statement((text, rng.randrange(1, 10**7), "credit")) for text in lines] + [
        statement(("POS NETFLIX 41", 100, "debit"), ("POS 4411 XYZ", 9_000, "debit"))
    ]  # fmt: skip


def statement(*lines: tuple[str, int, str]) -> Statement:
    found = [
        StatementLine(text=text, amount_minor=amount, direction="credit" if way == "credit" else "debit", occurred_at=AT)
        for text, amount, way in lines
    ]  # fmt: skip
    return Statement(customer_id="c", currency="INR", lines=found)


def asked(deployed: Deployed, event: msgspec.Struct) -> tuple[Prediction, Answered, Told | None]:
    """The row that is explained, what was answered, and why."""
    use_case = catalogue.get(deployed.version.manifest.use_case)
    rows = EVENT_SETS[use_case.feature_set].compute(event, AT)
    (prediction,) = predict_many([deployed.version], [rows])
    assert prediction is not None
    answered = use_case.kind.answer(event, AT, prediction.rows or (prediction,), version=deployed.version)
    explained = prediction.rows[answered.explained] if prediction.rows else prediction
    assert isinstance(deployed.classes, FactReasons)
    if answered.chosen is None:
        return explained, answered, None
    return explained, answered, deployed.classes.tell(event, answered.explained, explained, answered.chosen)


def told_of(deployed: Deployed, event: msgspec.Struct) -> Told:
    told = asked(deployed, event)[2]
    assert told is not None
    return told


def test_shares_add_up_to_the_margin(deployed: Deployed) -> None:
    """Of every starter: base value and shares are the margin, of columns and of words alike, and they are what moved it."""
    for event in events(deployed.version.manifest.use_case):
        explained, _, told = asked(deployed, event)
        assert told is not None
        shares = told.shares
        assert shares.base_value + sum(shares.columns.values()) == pytest.approx(explained.margin, abs=1e-9)
        assert shares.base_value + sum(shares.owners.values()) == pytest.approx(explained.margin, abs=1e-9)
        # Float32 rounds about one part in 10 million of the scores; nothing greater is spread over the shares.
        assert deployed.version.linear is not None
        parted = deployed.version.linear.split(
            explained.row, deployed.version.manifest.classes.index(told.name)
        )
        slope = deployed.version.manifest.calibration.slope
        unrounded = shares.base_value + slope * float(parted.amounts.sum())
        assert unrounded == pytest.approx(explained.margin, rel=1e-4, abs=1e-4)


def test_the_class_told_is_the_one_answered() -> None:
    """Reasons, answer and the sums of the version agree on the class."""
    ticket, segment = starter("ticket-triage"), starter("segment")
    for name, deployed in (("ticket-triage", ticket), ("segment", segment)):
        for event in events(name):
            explained, answered, told = asked(deployed, event)
            assert told is not None
            assert deployed.version.linear is not None
            answer = answered.answer
            assert isinstance(answer, TicketTriageAnswer | SegmentAnswer)
            assert told.name == (
                answer.root_cause if isinstance(answer, TicketTriageAnswer) else answer.segment
            )
            scores = deployed.version.linear.scores(explained.row[None])[0]
            assert told.name == deployed.version.manifest.classes[int(scores.argmax())]


def test_words_speak_for_their_class() -> None:
    """A reason quotes the word that was sent and the field that says it, in either language; a word speaks for its own class
    far more than for a rival, where it only says that the ticket is about something at all."""
    deployed = starter("ticket-triage")
    ticket = Ticket(subject="Payout not received", text="It has not arrived, please unblock my card")
    told = told_of(deployed, ticket)
    assert told.name == "payout_delayed"
    shares = {(owner.column, owner.word): amount for owner, amount in told.shares.owners.items()}
    rival = told_of(
        deployed, Ticket(subject=ticket.subject, text="My card is blocked, please unblock my card")
    )
    assert rival.name == "card_blocked"
    others = {(owner.column, owner.word): amount for owner, amount in rival.shares.owners.items()}
    assert shares["subject", "payout"] > 2 * others["subject", "payout"] > 0
    assert others["text", "card"] > 2 * shares["text", "card"]
    assert list(told.shares.columns) == ["subject", "text", *FACTS_OF_TICKETS]
    assert isinstance(deployed.classes, FactReasons)
    english, hindi = (deployed.classes.reasons(told, language) for language in ("en", "hi"))
    said = {reason.text for reason in english}
    assert "`subject` says “payout”, which speaks for `payout_delayed`." in said
    assert hindi[0].text.endswith("के पक्ष में है।")
    assert [each.contribution for each in hindi] == [each.contribution for each in english]
    sizes = [abs(each.contribution) for each in english]
    assert sizes == sorted(sizes, reverse=True)


def test_facts_have_reasons_in_their_own_words() -> None:
    """What is no word is told by its feature's words, against what is usual."""
    deployed = starter("categorize")
    told = told_of(deployed, statement(("77 - 12", 5_000_000, "credit")))
    assert isinstance(deployed.classes, FactReasons)
    found = {each.code: each for each in deployed.classes.reasons(told, "en")}
    assert found["is_credit"].text == f"Money comes in, which speaks for `{told.name}`."
    assert (found["is_credit"].value, found["is_credit"].feature) == (1.0, "is_credit")
    assert told.shares.columns["text"] == 0.0


def test_what_was_looked_up_has_no_score_behind_it() -> None:
    """Where the least certain line names a known merchant, the model named nothing, so nothing is claimed of it."""
    _, answered, told = asked(starter("categorize"), statement(("POS NETFLIX 41", 100, "debit")))
    assert told is None
    assert [each.code for each in answered.findings] == ["known", "recurring", "least"]


def test_traits_are_what_made_the_segment() -> None:
    """They are the strongest shares of the decision itself that speak for the segment, and nothing else."""
    deployed = starter("segment")
    for event in events("segment"):
        assert isinstance(event, CustomerHistory)
        explained, answered, told = asked(deployed, event)
        assert told is not None
        answer = answered.answer
        assert isinstance(answer, SegmentAnswer)
        known = {
            name: amount
            for name, amount in told.shares.columns.items()
            if not np.isnan(explained.row[deployed.version.features.index(name)])
        }
        strongest = sorted(known, key=lambda name: -known[name])[:4]
        assert [each.trait for each in answer.traits] == [name for name in strongest if known[name] > 0]


def test_a_tie_is_no_certainty() -> None:
    """Of two classes that are equally likely the first is named, by answers as in training, and the odds are even."""
    weights, bias = np.zeros((3, 4)), np.array([-40.0, 1.5, 1.5, -40.0])
    found = OnnxRuntime().open(linear_graph(weights, bias, 1.0, 0.0), 3).outputs(np.ones((2, 3), np.float32))
    assert found.margin == pytest.approx([0.0, 0.0], abs=1e-5)
    shares = found.heads["classes"]
    assert {ranked(row.tolist())[0] for row in shares} == {1} == set(shares.argmax(axis=1).tolist())
    linear = Linear(np.zeros((3, 4), np.float32), bias.astype(np.float32), np.zeros(3, np.float32))
    assert linear.split(np.ones(3, np.float32), 1).start == pytest.approx(0.0, abs=1e-5)


WORDS = st.lists(st.sampled_from(["CARD", "CARDS", "पैसा", "A", "X"]), max_size=6)


@given(WORDS, WORDS, st.booleans(), st.integers(0, 9))
def test_places_are_given_back_to_words(subject: list[str], text: list[str], pairs: bool, seed: int) -> None:
    """Nothing that a place says is lost or added on the way back, and only places of words say anything."""
    words = [Word(field, word) for field, said in (("subject", subject), ("text", text)) for word in said]
    used = np.array(hashed([each.word for each in words], pairs=pairs)) != 0
    amounts = np.where(used, np.random.default_rng(seed).normal(size=PLACES), 0.0)
    found = shared_by_words(words, amounts.tolist(), pairs=pairs)
    assert set(found) == set(words)
    assert sum(found.values()) == pytest.approx(amounts.sum(), abs=1e-9)


@pytest.mark.parametrize("name", STARTERS)
def test_a_graph_that_does_something_else_is_refused(name: str) -> None:
    """Reasons rest on the sums, so a version whose graph makes others is not taken."""
    files = artefacts.read_folder(FOLDER / name)
    held = artefacts.load(files).linear
    assert held is not None
    other = msgspec.structs.replace(held, table=held.table * np.float32(1.1))
    with pytest.raises(ArtefactInvalid, match="other sums"):
        artefacts.load(with_sums(files, linear_classes.write(other)))
    short = msgspec.structs.replace(held, bias=held.bias[1:])
    with pytest.raises(evidence.TokensRefused, match="bias"):
        artefacts.load(with_sums(files, linear_classes.write(short)))


def with_sums(files: Mapping[str, bytes], sums: bytes) -> dict[str, bytes]:
    manifest = json.loads(files[artefacts.MANIFEST])
    manifest["files"][evidence.FILE] = hashlib.sha256(sums).hexdigest()
    return {**files, evidence.FILE: sums, artefacts.MANIFEST: json.dumps(manifest).encode()}
