"""A payment is compared with its customer, its segment and its environment, each by figures worked out here."""

import datetime as dt
import math
import pathlib
from collections.abc import AsyncIterator, Sequence

import msgspec
import pytest

from app.wiring import server as wiring
from core.clock import ManualClock
from core.database import Database
from core.ids import parse
from core.postgres import EmbeddedPostgres
from inference.answering.transaction_anomaly import TransactionAnomalyAnswer
from inference.catalogue import Answer
from inference.entities import DecideCommand, Decision
from inference.populations import SEGMENT_PAYMENTS_MIN, PopulationCounts
from payments.facts import Transaction
from tests.product import Product, product, settings_for

USE_CASE = "transaction-anomaly"
BEGUN = dt.datetime.now(dt.UTC)


@pytest.fixture
async def running(postgres: EmbeddedPostgres, tmp_path: pathlib.Path) -> AsyncIterator[Product]:
    async with product(postgres, tmp_path) as opened:
        yield opened


def payment(number: int, amount_minor: int, **more: object) -> Transaction:
    plain = Transaction(
        id=f"p-{number}-{amount_minor}",
        customer_id=f"c-{number}",
        amount_minor=amount_minor,
        currency="INR",
        occurred_at=BEGUN - dt.timedelta(days=2) + dt.timedelta(minutes=number),
    )
    return msgspec.structs.replace(plain, **more)


def amounts(usual: int, count: int) -> list[int]:
    return [usual + 37 * at for at in range(count)]


def above(amount: int, others: Sequence[int]) -> tuple[int, float]:
    """The usual payment of others, and how many standard deviations a payment lies above it, in full precision."""
    logs = [math.log1p(each) for each in others]
    mean = sum(logs) / len(logs)
    deviation = math.sqrt(sum((each - mean) ** 2 for each in logs) / len(logs))
    return round(math.expm1(mean)), (math.log1p(amount) - mean) / max(deviation, 0.1)


async def ask(running: Product, asked: Transaction, segment: str | None = None) -> Decision[Answer]:
    command = DecideCommand(use_case=USE_CASE, transaction=asked, segment=segment)
    return await running.services.decisions.decide(running.asha.system, command)


async def count(running: Product, database: Database, *, times: int = 1) -> None:
    """Count as the worker does, once everything is old enough."""
    clock = ManualClock(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5))
    counts = PopulationCounts(database, clock)
    for _ in range(times):
        await counts.count(running.asha.system.environment_id)


async def test_the_segment_stands_beside_the_customer(
    running: Product, database: Database, postgres: EmbeddedPostgres, tmp_path: pathlib.Path
) -> None:
    """40 payments decided in a segment and 50 only told: each is counted once, however often the worker goes round."""
    known, told = amounts(10_000, 40), amounts(200, 50)
    await running.services.payments.ingest_many(
        running.asha.system, [payment(number, each) for number, each in enumerate(told)]
    )
    for number, each in enumerate(known):
        await ask(running, payment(number, each), "gold")
    again = await ask(running, payment(0, known[0]), "gold")
    assert isinstance(again.answer, TransactionAnomalyAnswer)
    assert (again.answer.compared_with, again.answer.population_usual_minor) == (None, None)
    await count(running, database, times=3)
    async with wiring.server(
        settings_for(postgres, tmp_path)
    ) as second:  # another process, that knows nothing yet
        services, caller = second.services, running.asha.system
        asked = payment(900, 90_000, customer_id="c-1")
        command = DecideCommand(use_case=USE_CASE, transaction=asked, segment="gold")
        decided = await services.decisions.decide(caller, command)
        answer = decided.answer
        assert isinstance(answer, TransactionAnomalyAnswer)
        usual, deviations = above(90_000, known)
        assert (answer.compared_with, answer.population_payments) == ("segment", 40)
        assert answer.population_usual_minor == pytest.approx(usual, rel=1e-3)
        assert answer.population_deviations == pytest.approx(deviations, abs=0.02)
        own = [known[1], told[1]]
        assert answer.customer_usual_minor == pytest.approx(above(1, own)[0], rel=1e-3)
        assert answer.customer_deviations == pytest.approx(above(90_000, own)[1], abs=0.02)
        assert decided.reasons[0].code == "unusual_in_segment"
        everybody = await services.decisions.decide(
            caller, DecideCommand(use_case=USE_CASE, transaction=payment(901, 300), segment="tiny")
        )
        assert isinstance(everybody.answer, TransactionAnomalyAnswer)
        assert (everybody.answer.compared_with, everybody.answer.population_payments) == ("environment", 90)
        assert everybody.answer.population_usual_minor == pytest.approx(
            above(1, [*known, *told])[0], rel=1e-3
        )
        replay = await services.replays.replay(caller, parse("dec", decided.id))
        assert (replay.verdict, replay.differences) == ("identical", [])
        other = await services.decisions.decide(
            running.other.system,
            DecideCommand(use_case=USE_CASE, transaction=payment(902, 300), segment="gold"),
        )
        assert isinstance(other.answer, TransactionAnomalyAnswer)
        assert other.answer.compared_with is None


async def test_a_region_is_a_segment_too(
    running: Product, database: Database, postgres: EmbeddedPostgres, tmp_path: pathlib.Path
) -> None:
    """Where no segment is told the payment's region stands for it, and credits count nowhere."""
    for number, each in enumerate(amounts(5_000, SEGMENT_PAYMENTS_MIN)):
        await ask(running, payment(number, each, region="north"))
        await ask(running, payment(500 + number, 10**9, region="north", direction="credit"))
    await count(running, database)
    async with wiring.server(settings_for(postgres, tmp_path)) as second:
        command = DecideCommand(use_case=USE_CASE, transaction=payment(1, 5_100, region="north"))
        decided = await second.services.decisions.decide(running.asha.system, command)
        answer = decided.answer
        assert isinstance(answer, TransactionAnomalyAnswer)
        assert (answer.compared_with, answer.population_payments) == ("segment", SEGMENT_PAYMENTS_MIN)
        assert not any(reason.code.startswith("unusual") for reason in decided.reasons)
