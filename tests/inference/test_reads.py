"""What a decision reads does not grow with what others have stored, whatever the planner believes of the tables.

Rows are counted, not timed: every connection plans a statement once, so a plan that reads a whole environment may be fast in
the tables of a test and stay for good.
"""

import contextlib
import datetime as dt
import pathlib
from collections import Counter
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from core.clock import ManualClock
from core.database import Database, Scope, Transaction
from core.postgres import EmbeddedPostgres
from inference.entities import DecideCommand
from inference.feedback import Feedbacks
from inference.feedback_entities import Feedback
from inference.services import InferenceServices
from payments.facts import Transaction as Payment
from payments.transactions import Payments
from rules.active import ActiveRulesets
from tenants.principals import Principal
from tenants.services import TenantServices
from tests.inference.assembled import assembled
from tests.payments.conftest import caller, cpu, payments, tenancy

__all__ = ["caller", "cpu", "payments", "tenancy"]
CROWD, AT_ONCE = 1_500, 500
_READ = """
SELECT relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS rows FROM pg_stat_xact_user_tables
"""


class Counting(Database):
    """The real database; it counts the rows that each transaction reads, by table."""

    def __init__(self, inner: Database) -> None:
        self._inner = inner
        self.rows: Counter[str] = Counter()

    @contextlib.asynccontextmanager
    async def transaction(self, scope: Scope) -> AsyncIterator[Transaction]:
        async with self._inner.transaction(scope) as tx:
            before = await _rows_read(tx)
            yield tx
            self.rows.update(await _rows_read(tx) - before)

    async def call(self, function: str, scope: Scope, *args: object) -> None:
        places = ", ".join(f"${place}" for place in range(1, len(args) + 1))
        async with self.transaction(scope) as tx:
            await tx.fetchval(f"SELECT {function}(NULL, {places})", *args)


async def _rows_read(tx: Transaction) -> Counter[str]:
    """Count what this session has read and not yet told of, by table."""
    return Counter({row["relname"]: row["rows"] for row in await tx.fetch(_READ)})


class Place(msgspec.Struct, frozen=True):
    services: InferenceServices
    feedback: Feedbacks
    payments: Payments
    counting: Counting
    caller: Principal
    clock: ManualClock

    def payment(self, customer: str) -> Payment:
        return Payment(
            id=f"pay-{uuid4()}", customer_id=customer, amount_minor=250_000, currency="INR",
            occurred_at=self.clock.now() - dt.timedelta(minutes=5), description="POS 4411",
        )  # fmt: skip

    async def crowd(self, name: str) -> None:
        """Customers with a payment each."""
        for first in range(0, CROWD, AT_ONCE):
            who = [self.payment(f"{name}-{first + at}") for at in range(AT_ONCE)]
            await self.payments.ingest_many(self.caller, who)

    async def reads(self) -> Counter[str]:
        """Decide about a payment, about a customer, and about one whose past is sent; tell the truth twice."""
        self.counting.rows.clear()
        about = DecideCommand(use_case="transaction-anomaly", transaction=self.payment("asha"))
        made = await self.services.decisions.decide(self.caller, about)
        for command in (
            DecideCommand(use_case="credit-score", customer_id="asha"),
            DecideCommand(use_case="churn-score", customer_id="asha", transactions=(self.payment("asha"),)),
        ):
            await self.services.decisions.decide(self.caller, command)
        told = Feedback(decision_id=made.id, happened=True, observed_at=self.clock.now())
        for _ in range(2):
            await self.feedback.record(self.caller, told)
        return Counter(self.counting.rows)


@pytest.fixture
async def place(
    database: Database, tenancy: TenantServices, caller: Principal, payments: Payments, clock: ManualClock,
    tmp_path: pathlib.Path,
) -> AsyncIterator[Place]:  # fmt: skip
    counting = Counting(database)
    services = assembled(
        counting, tenancy.vaults, clock, tmp_path / "objects", rulesets=ActiveRulesets(database)
    )
    yield Place(services, Feedbacks(counting, tenancy.vaults, clock), payments, counting, caller, clock)
    await services.decisions.close()


async def test_a_crowd_costs_nobody_anything(place: Place, postgres: EmbeddedPostgres) -> None:
    """As many rows with 3,000 other customers as with none; planned without statistics, and with those of another time."""
    alone = await place.reads()
    alone = await place.reads()
    assert alone["subject"] > 0
    await place.crowd("first")
    found = [await place.reads()]
    superuser = await asyncpg.connect(postgres.url("postgres"))
    try:
        await superuser.execute("ANALYZE")
    finally:
        await superuser.close()
    found.append(await place.reads())
    await place.crowd("second")
    found.append(await place.reads())
    for rows in found:
        more = {name: count - alone[name] for name, count in rows.items() if count > alone[name] + 60}
        assert not more, more
