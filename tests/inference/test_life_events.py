"""Nothing is said to have happened that did not: salaries vary, and what is known begins somewhere."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest

from inference import artefacts, catalogue
from inference.answering.kinds import Answered
from inference.answering.life_events import LifeEventsAnswer
from inference.features.customer_past import past_of
from inference.features.events import EVENT_SETS
from inference.features.life_events import KINDS, Trace, traces
from inference.predictions import predict_many
from inference.reasons import Wording
from inference.starters import files
from payments.facts import Transaction
from payments.history_facts import HISTORY_MAX, CustomerHistory
from payments.simulator.events import IST, SimulatedPayment, SimulatorConfig
from payments.simulator.stream import Simulation

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
STARTER = artefacts.load(files("life-events"))
DAYS = 200


def paid(days_ago: float, amount: int, category: str, *, credit: bool = False) -> Transaction:
    return Transaction(
        customer_id="c", amount_minor=amount, currency="INR", occurred_at=AT - timedelta(days=days_ago),
        direction="credit" if credit else "debit", category=category,
    )  # fmt: skip


def past(salaries: Sequence[int], *, rents: int = 0, known_days: int = 240) -> CustomerHistory:
    """Salaries a month apart up to now, the oldest first; so many newest months with rent; groceries all along."""
    payments = [
        paid(30 * place + 2, amount, "salary", credit=True) for place, amount in enumerate(reversed(salaries))
    ]
    payments += [paid(30 * month + 5, 1_500_000, "rent") for month in range(rents)]
    payments += [paid(day, 80_000, "groceries") for day in range(1, known_days, 4)]
    return CustomerHistory(customer_id="c", currency="INR", transactions=payments)


def trace(history: CustomerHistory, kind: str) -> Trace:
    return traces(past_of(history, AT))[KINDS.index(kind)]


def answered(history: CustomerHistory, at: datetime = AT) -> Answered:
    (found,) = predict_many([STARTER], [EVENT_SETS["life/1"].compute(history, at)])
    assert found is not None
    return catalogue.get("life-events").kind.answer(history, at, found.rows or (found,))


def events(history: CustomerHistory, at: datetime = AT) -> list[str]:
    answer = answered(history, at).answer
    assert isinstance(answer, LifeEventsAnswer)
    return [each.event for each in answer.events]


JITTER = (4_791_190, 5_239_002, 4_705_119, 5_118_421, 4_880_000, 5_050_000, 4_760_000, 5_180_000)


def test_jitter_is_no_change() -> None:
    """Salaries that vary by a tenth, as the simulator pays them, rise and fall every month without a raise or a cut."""
    assert events(past(JITTER)) == []


def test_a_raise_lasts_and_stands_out() -> None:
    """A quarter more from the last three salaries on is a raise; of the last one alone it is not, nor the same amid jitter."""
    assert events(past([5_000_000] * 5 + [6_250_000] * 3)) == ["salary_raise"]
    assert events(past([5_000_000] * 5 + [3_500_000] * 3)) == ["salary_cut"]
    assert trace(past([5_000_000] * 7 + [6_250_000]), "salary_raise").at is None
    assert trace(past([4_000_000, 6_000_000] * 4), "salary_raise").at is None


@pytest.mark.parametrize(("known_days", "begun"), [(240, True), (180, False)])
def test_rent_begins_after_three_months_without(known_days: int, begun: bool) -> None:
    """Three rents at the end of eight months began; of four rents in six months nobody knows what was before."""
    history = past([5_000_000] * 8, rents=3 if begun else 4, known_days=known_days)
    history = CustomerHistory(
        customer_id="c", currency="INR",
        transactions=[each for each in history.transactions if each.occurred_at >= AT - timedelta(days=known_days)],
    )  # fmt: skip
    assert ("rent_started" in events(history)) == begun


def test_ordinary_customers_hardly_ever_change() -> None:
    """Of 40 customers of `countermark simulate` over 200 days, to whom nothing but travel happens, at most two seem to."""
    config = SimulatorConfig(seed=7, days=DAYS, customers=40, start=date(2026, 5, 4))
    known: dict[str, list[Transaction]] = defaultdict(list)
    for event in Simulation(config).events():
        if isinstance(event, SimulatedPayment):
            known[event.transaction.customer_id].append(event.transaction)
    at = datetime.combine(config.start, time(), IST) + timedelta(days=DAYS)
    found: Counter[str] = Counter()
    for customer_id, payments in known.items():
        newest = sorted(
            (each for each in payments if each.occurred_at <= at), key=lambda each: each.occurred_at
        )
        history = CustomerHistory(customer_id=customer_id, currency="INR", transactions=newest[-HISTORY_MAX:])
        found.update(events(history, at))
    assert len(known) == 40
    assert sum(count for event, count in found.items() if event != "travel") <= 2


@pytest.mark.parametrize("language", ["en", "hi"])
def test_evidence_is_never_no_trace(language: str) -> None:
    """Where payments are listed as evidence no reason says that there is none, whatever the trace lacks."""
    wording = Wording(catalogue.get("life-events"), STARTER.manifest)
    none_at_all = {"en": "no trace", "hi": "कोई संकेत नहीं"}[language]
    histories = [
        past([5_000_000] * 8, rents=3),
        past([5_000_000] * 5 + [6_250_000] * 3),
        CustomerHistory(
            customer_id="c", currency="INR",
            transactions=[*past([]).transactions, *(paid(20 + day, 1_500_000, "hospital") for day in range(3)), paid(15, 90_000, "baby")],
        ),
    ]  # fmt: skip
    for history in histories:
        matrix = EVENT_SETS["life/1"].compute(history, AT)
        for found, row, parts in zip(
            traces(past_of(history, AT)), matrix, STARTER.explain(matrix), strict=True
        ):
            if found.payments:
                told = wording.reasons(row, parts, limit=20, language="hi" if language == "hi" else "en")
                assert not any(none_at_all in reason.text for reason in told), found.kind
