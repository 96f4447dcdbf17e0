"""Words of a statement or a ticket with their vowel signs, the direction that a line says, and what the tenant said of it."""

import unicodedata
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from inference import artefacts, catalogue
from inference.answering.categorize import CategorizeAnswer, CategorizedLine
from inference.answering.ticket_triage import TicketTriageAnswer
from inference.features.directions import direction_said
from inference.features.events import EVENT_SETS, FORMER
from inference.features.texts import LINE_NAMES, names_in, words_of_ticket
from inference.predictions import predict_many
from inference.routing import Deployed, deployed_of
from payments.facts import Direction
from payments.statement_facts import Statement, StatementLine, Ticket
from training.starters import FOLDER

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
IS_CREDIT = LINE_NAMES.index("is_credit")


def starter(name: str, *, former: bool = False) -> Deployed:
    version = artefacts.load(FOLDER / name)
    if former:
        (feature_set,) = FORMER[version.manifest.feature_set]
        version.manifest = msgspec.structs.replace(version.manifest, feature_set=feature_set)
    return deployed_of(catalogue.get(name), UUID(int=1), version)


def answered(deployed: Deployed, event: msgspec.Struct) -> msgspec.Struct:
    manifest = deployed.version.manifest
    (found,) = predict_many([deployed.version], [EVENT_SETS[manifest.feature_set].compute(event, AT)])
    assert found is not None
    kind = catalogue.get(manifest.use_case).kind
    return kind.answer(event, AT, found.rows or (found,), version=deployed.version).answer


def a_line(
    text: str, direction: Direction | None = None, category: str | None = None, *, former: bool = False
) -> CategorizedLine:
    line = StatementLine(
        text=text, amount_minor=5_000_000, direction=direction, occurred_at=AT, category=category
    )
    asked = Statement(customer_id="c", currency="INR", lines=[line])
    found = answered(starter("categorize", former=former), asked)
    assert isinstance(found, CategorizeAnswer)
    return found.lines[0]


def is_credit(text: str, direction: Direction | None, feature_set: str = "statement/2") -> bool:
    line = StatementLine(text=text, amount_minor=100, direction=direction, occurred_at=AT)
    asked = Statement(customer_id="c", currency="INR", lines=[line])
    return bool(EVENT_SETS[feature_set].compute(asked, AT)[0, IS_CREDIT])


@pytest.mark.parametrize(
    ("text", "now", "before"),
    [
        ("UPI/बिजली बिल/4411", ["बिजली", "बिल"], ["जल"]),
        ("மின்சார கட்டணம்", ["மின்சார", "கட்டணம்"], ["கட", "டணம"]),
        ("NEFT Café Coffee", ["CAFÉ", "COFFEE"], ["CAFÉ", "COFFEE"]),
    ],
)
def test_words_keep_their_vowel_signs(text: str, now: list[str], before: list[str]) -> None:
    """In what is learned now; versions from before read as they learned."""
    assert names_in(text) == now
    assert names_in(text, 1) == before
    ticket = Ticket(text=text)
    assert {word.word for word in words_of_ticket(ticket)} >= set(now)


def test_one_word_has_one_spelling() -> None:
    """A letter and its mark may be one character or two, and a joiner may stand between letters."""
    assert names_in(unicodedata.normalize("NFD", "Café क़लम")) == names_in("Café क़लम")
    assert names_in("क्\u200dया") == names_in("क्या")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NEFT CR SALARY ACME LTD", "credit"),
        ("UPI/CR/612345678901/RAHUL", "credit"),
        ("UPI-DR-612345678901-CHAI", "debit"),
        ("SALARY NOV Cr.", "credit"),
        ("TEA 20.00 Dr", "debit"),
        ("5,000.00CR INT", "credit"),
        ("ACH C- DIVIDEND", "credit"),
        ("ACH D- NETFLIX", "debit"),
        ("SALARY CREDIT", "credit"),
        ("credited by ACME", "credit"),
        ("debited for UPI", "debit"),
        ("BY TRANSFER-NEFT*ACME", "credit"),
        ("TO TRANSFER-UPI/DR", "debit"),
        ("Received from Asha", "credit"),
        ("Paid to Chai Wala", "debit"),
        ("CASH DEPOSIT SELF", "credit"),
        ("Deposit 5,000.00 ACME", "credit"),
        ("Withdrawal 500.00 ATM", "debit"),
        ("वेतन जमा", "credit"),
        ("एटीएम निकासी", "debit"),
        ("CREDIT CARD PAYMENT", None),
        ("HOME CREDIT INDIA EMI", None),
        ("FIXED DEPOSIT", None),
        ("PPF DEPOSIT", None),
        ("CRED CLUB", None),
        ("DRAGON FOODS", None),
        ("REF N123CR456", None),
        ("जमाखर्च पुस्तक", None),
        ("KIRANA STORE", None),
    ],
)
def test_words_tell_the_direction(text: str, said: Direction | None) -> None:
    """Where no direction comes with a line; words of these meanings in names say nothing."""
    assert direction_said(text) == said
    assert is_credit(text, None) is (said == "credit")


def test_the_caller_knows_better() -> None:
    """A direction that is told wins over words; versions from before know no other."""
    assert not is_credit("NEFT CR SALARY", "debit")
    assert is_credit("UPI/DR/1/CHAI", "credit")
    assert not is_credit("NEFT CR SALARY", None, "statement/1")
    assert is_credit("NEFT DR SALARY", "credit", "statement/1")


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("NEFT CR SALARY ACME LTD", "salary"),
        ("BY TRANSFER-NEFT*ACME SALARY", "salary"),
        ("UPI/CR/55/RAHUL KUMAR", "transfer"),
        ("UPI/CR/99/AMAZON", "refund"),
        ("वेतन जमा", "salary"),
        ("बिजली बिल भुगतान", "utilities"),
        ("मकान किराया", "rent"),
        ("पेट्रोल पंप", "fuel"),
    ],
)
def test_what_came_in_is_no_purchase_and_hindi_is_read(text: str, category: str) -> None:
    """A merchant that pays money back is not looked up as a purchase."""
    found = a_line(text)
    assert (found.category, found.source) == (category, "model")
    assert found.probability > 0.5


def test_a_merchant_is_named_whole() -> None:
    """As its line writes it; a version from before answers as it did."""
    assert a_line("UPI/शर्मा मिठाई भंडार/4411").merchant == "शर्मा मिठाई भंडार"
    assert "मिठाई" not in a_line("UPI/शर्मा मिठाई भंडार/4411", former=True).merchant
    assert a_line("UPI/CR/99/AMAZON", former=True).source == "lookup"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("मेरा रिफंड अभी तक नहीं आया", "refund_missing"),
        ("मेरा डेबिट कार्ड ब्लॉक हो गया", "card_blocked"),
        ("एपीआई 500 त्रुटि दे रही है", "api_error"),
    ],
)
def test_tickets_in_hindi_are_read(text: str, cause: str) -> None:
    found = answered(starter("ticket-triage"), Ticket(text=text))
    assert isinstance(found, TicketTriageAnswer)
    assert (found.root_cause, found.probability > 0.5) == (cause, True)


@pytest.mark.parametrize("text", ["नमस्ते", "आज क्या मौसम है", "कखग"])
def test_hindi_about_nothing_is_about_nothing(text: str) -> None:
    found = answered(starter("ticket-triage"), Ticket(text=text))
    assert isinstance(found, TicketTriageAnswer)
    assert found.probability < 0.5
    assert a_line(text).probability < 0.5


def test_what_the_tenant_said_wins() -> None:
    """Over the model and over a known merchant, also where it is no category of the catalogue."""
    for text in ("NETFLIX 881", "KIRANA STORE 4411"):
        found = a_line(text, category="client-gifts")
        assert (found.category, found.probability, found.source) == ("client-gifts", 1.0, "given")
    assert a_line("NETFLIX 881").source == "lookup"
