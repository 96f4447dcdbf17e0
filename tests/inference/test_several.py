"""Several questions about one payment: one read, one commit, all or none, once for each key."""

import asyncio
import contextlib
import pathlib
from collections.abc import AsyncIterator, Iterable, Sequence, Sized
from datetime import timedelta
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from api.questions import several_of
from api.views.questions import SeveralQuestion
from core.clock import ManualClock
from core.database import Database, Scope, Transaction
from core.errors import PlatformError
from core.idempotency import IdempotencyKeyReused
from core.ids import parse
from inference import catalogue
from inference.catalogue import Answer
from inference.entities import DecideCommand, Decision
from inference.event_kinds import EVENTS
from inference.services import InferenceServices
from payments.facts import Transaction as Payment
from payments.transactions import Payments
from rules.active import ActiveRulesets
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.assembled import assembled
from tests.payments.conftest import caller, cpu, payments, tenancy

__all__ = ["caller", "cpu", "payments", "tenancy"]
HISTORIC = ("life-events", "lead-score", "segment", "spend-forecast")
BLOCKS = {name: dict(kind.example) for name, kind in EVENTS.items() if name not in {"history", "statement"}}


class Watched(Database):
    """The real database; it tells every statement and commit."""

    def __init__(self, inner: Database) -> None:
        self._inner = inner
        self.statements: list[tuple[str, tuple[object, ...]]] = []
        self.commits = 0

    @contextlib.asynccontextmanager
    async def transaction(self, scope: Scope) -> AsyncIterator[Transaction]:
        begun = len(self.statements)
        async with self._inner.transaction(scope) as tx:
            yield WatchedTransaction(tx, self.statements)
        self.commits += any(_of_customers(query) for query, _ in self.statements[begun:])

    async def call(self, function: str, scope: Scope, *args: object) -> None:
        self.statements.append((function, args))
        await self._inner.call(function, scope, *args)
        self.commits += 1

    def forget(self) -> None:
        self.statements.clear()
        self.commits = 0

    @property
    def states_read(self) -> int:
        """How many customers' states were read."""
        read = [args[0] for query, args in self.statements if "WITH q AS MATERIALIZED" in query]
        return sum(len(places) for places in read if isinstance(places, Sized))


def _of_customers(query: str) -> bool:
    """Say whether it reads or writes of customers; what answers them is looked up every second, beside the decisions."""
    return any(name in query for name in ("payment_", "customer_bucket", "subject", "decision"))


class WatchedTransaction:
    def __init__(self, tx: Transaction, statements: list[tuple[str, tuple[object, ...]]]) -> None:
        self._tx = tx
        self._statements = statements

    async def fetch(self, query: str, *args: object) -> list[asyncpg.Record]:
        self._statements.append((query, args))
        return await self._tx.fetch(query, *args)

    async def fetchrow(self, query: str, *args: object) -> asyncpg.Record | None:
        self._statements.append((query, args))
        return await self._tx.fetchrow(query, *args)

    async def fetchval(self, query: str, *args: object) -> object:
        self._statements.append((query, args))
        return await self._tx.fetchval(query, *args)

    async def execute(self, query: str, *args: object) -> str:
        self._statements.append((query, args))
        return await self._tx.execute(query, *args)

    async def executemany(self, command: str, args: Iterable[Sequence[object]]) -> None:
        self._statements.append((command, (args,)))
        await self._tx.executemany(command, args)


class Desk(msgspec.Struct, frozen=True):
    services: InferenceServices
    payments: Payments
    watched: Watched
    caller: Principal
    clock: ManualClock

    def payment(self, customer: str, **changes: object) -> Payment:
        plain = Payment(
            id=f"pay-{uuid4()}", customer_id=customer, amount_minor=250_000, currency="INR",
            occurred_at=self.clock.now() - timedelta(minutes=5), region="mh", description="POS 4411 BIG BAZAAR",
        )  # fmt: skip
        return msgspec.structs.replace(plain, **changes)

    async def past(self, customer: str) -> None:
        """Ingest half a year of a life."""
        now = self.clock.now()
        await self.payments.ingest_many(
            self.caller,
            [
                self.payment(
                    customer, amount_minor=1_000 * (30 + day % 11) if day % 30 else 6_000_000, category="groceries",
                    direction="debit" if day % 30 else "credit", occurred_at=now - timedelta(days=day, hours=3),
                )
                for day in range(1, 180, 3)
            ],
        )  # fmt: skip

    async def ask(
        self, payment: Payment, names: Sequence[str], key: str | None = None, **changes: object
    ) -> Sequence[Decision[Answer]]:
        body = {"transaction": payment, "use_cases": list(names), **changes}
        question = msgspec.convert(body, SeveralQuestion)
        raw = msgspec.json.encode(body)
        several = several_of(question, self.caller, key, raw, 10.0)
        return await self.services.decisions.decide_several(self.caller, several)

    async def made(self, customer: str | None = None) -> list[str]:
        page = await self.services.decisions.list(
            self.caller, use_case=None, outcome=None, customer_id=customer, after=None, limit=100
        )
        return [line.use_case for line in page.data]


@pytest.fixture
async def desk(
    database: Database, tenancy: TenantServices, caller: Principal, payments: Payments, clock: ManualClock,
    tmp_path: pathlib.Path,
) -> AsyncIterator[Desk]:  # fmt: skip
    watched = Watched(database)
    services = assembled(
        watched, tenancy.vaults, clock, tmp_path / "objects", rulesets=ActiveRulesets(database)
    )
    yield Desk(services, payments, watched, caller, clock)
    await services.decisions.close()


async def test_all_use_cases_in_one_commit(desk: Desk) -> None:
    """Every use case of the catalogue, about one payment: in the order asked, one signature, ids that follow one another."""
    await desk.past("asha")
    payment = desk.payment("asha")
    names = catalogue.names()
    made = await desk.ask(payment, names, None, **BLOCKS)
    assert [each.use_case for each in made] == list(names)
    assert {each.receipt.batch_size for each in made} == {len(names)}
    assert len({each.receipt.signature for each in made}) == 1
    first = parse("dec", made[0].id).int
    assert [parse("dec", each.id).int - first for each in made] == list(range(len(names)))
    assert all(each.confidence is not None and each.reasons and not each.degraded for each in made)
    assert sorted(await desk.made()) == sorted(names)
    for each in made:
        replayed = await desk.services.replays.replay(desk.caller, parse("dec", each.id))
        assert replayed.verdict == "identical", replayed
    lines = made[names.index("categorize")].answer.lines  # type: ignore[union-attr]
    assert payment.id in {line.id for line in lines}
    assert (await desk.services.decisions.list(
        desk.caller, use_case="credit-score", outcome=None, customer_id="asha", after=None, limit=9, region="mh"
    )).data  # fmt: skip


async def test_one_state_one_past_one_commit(desk: Desk) -> None:
    """However many ask: the customer's state is read once, the past once, and all is committed once."""
    await desk.past("ravi")
    names = ["transaction-anomaly", "credit-score", "churn-score", *HISTORIC]
    await desk.ask(desk.payment("ravi"), names)
    desk.watched.forget()
    await desk.ask(desk.payment("ravi"), names)
    assert desk.watched.states_read == 1
    pasts = [
        query
        for query, _ in desk.watched.statements
        if "FROM payment_transaction" in query and "sealed" in query
    ]
    assert len(pasts) == 1
    assert desk.watched.commits == 2  # the read of the past, and the decisions
    assert sum("decision_record" in query for query, _ in desk.watched.statements) == 1
    desk.watched.forget()
    for name in names[:3]:
        await desk.ask(desk.payment("ravi"), [name])
    assert desk.watched.states_read == 3


async def test_together_as_of_the_payment(desk: Desk) -> None:
    """A credit score asked with a payment of last month has the features of last month, and not the payment's own."""
    await desk.past("mira")
    then = desk.payment("mira", occurred_at=desk.clock.now() - timedelta(days=60))
    late, now = [
        (await desk.ask(each, ["credit-score"], include=["explanation"]))[0].explanation
        for each in (then, desk.payment("mira", occurred_at=desk.clock.now()))
    ]
    assert late is not None
    assert now is not None
    assert late.features != now.features
    alone = await desk.services.decisions.decide(
        desk.caller, DecideCommand(use_case="credit-score", customer_id="mira", include_features=True)
    )
    assert alone.explanation is not None
    assert now.features == alone.explanation.features


@pytest.mark.parametrize(
    ("names", "changes", "field"),
    [
        (["credit-score", "payout-delay", "churn-score"], {}, "use_cases[1]"),
        (["credit-score", "spend-forecast"], {}, "use_cases[1]"),
        (["credit-score", "payment-delay"], {"invoice": {**BLOCKS["invoice"], "currency": "ABC"}}, "use_cases[1]"),
        (["credit-score", "transaction-anomaly"], {"taken": True}, "use_cases[1]"),
        (["credit-score"], {"payout": BLOCKS["payout"]}, "payout"),
        (["credit-score", "credit-score"], {}, "use_cases[1]"),
        (["segment"], {"history": {"customer_id": "somebody"}}, "history.customer_id"),
        (["credit-score"], {"inputs": {"churn-score": {"a": 1}}}, "inputs"),
    ],
)  # fmt: skip
async def test_one_that_is_refused_refuses_all(
    desk: Desk, names: list[str], changes: dict[str, object], field: str
) -> None:
    """The problem names the use case; nothing was decided, ingested or claimed, and the key is free for a corrected call."""
    payment = desk.payment("new")
    if changes.pop("taken", False):
        await desk.payments.ingest(desk.caller, msgspec.structs.replace(payment, amount_minor=1))
    with pytest.raises(PlatformError) as refused:
        await desk.ask(payment, names, key="k-1", **changes)
    assert refused.value.fields[0].field == field
    if field.startswith("use_cases"):
        assert (
            names[1] in refused.value.message + refused.value.fields[0].reason + refused.value.fields[0].field
        )
    assert await desk.made() == []
    state = await desk.ask(desk.payment("new"), ["churn-score"], key="k-1", include=["explanation"])
    assert [each.use_case for each in state] == ["churn-score"]


async def test_a_key_belongs_to_the_whole_call(desk: Desk) -> None:
    """The same call gives the same decisions; another list under the key is refused and decides nothing."""
    payment = desk.payment("kiran")
    names = ["transaction-anomaly", "credit-score"]
    first = await desk.ask(payment, names, key="k-2")
    again = await desk.ask(payment, names, key="k-2")
    assert [(each.id, each.answer, each.receipt) for each in again] == [
        (each.id, each.answer, each.receipt) for each in first
    ]
    for others in (["credit-score", "churn-score"], ["churn-score"], [*names, "churn-score"]):
        with pytest.raises(IdempotencyKeyReused):
            await desk.ask(payment, others, key="k-2")
    assert sorted(await desk.made()) == sorted(names)


async def test_beside_others_in_a_tick(desk: Desk) -> None:
    """A call that fails in the tick takes nobody with it, and leaves no part of itself behind."""
    taken = desk.payment("tara")
    await desk.payments.ingest(desk.caller, taken)
    changed = msgspec.structs.replace(taken, amount_minor=7)
    found = await asyncio.gather(
        desk.ask(desk.payment("omar"), ["transaction-anomaly", "churn-score"]),
        desk.ask(changed, ["churn-score", "transaction-anomaly", "credit-score"]),
        desk.ask(desk.payment("lena"), ["transaction-anomaly"]),
        return_exceptions=True,
    )
    assert isinstance(found[1], PlatformError)
    assert found[1].code == "transaction_conflict"
    assert found[1].fields[0].field == "use_cases[1]"
    assert await desk.made("tara") == []
    assert (len(await desk.made("omar")), len(await desk.made("lena"))) == (2, 1)
