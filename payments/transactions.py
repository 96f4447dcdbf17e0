"""Ingesting payments and looking them up: the use cases behind both faces."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from core import idempotency
from core.clock import Clock
from core.database import Database
from core.database import Transaction as DatabaseTransaction
from core.errors import FieldError, InvalidRequest
from core.ids import public, uuid7
from core.pages import Page, page_of
from payments import checks, commitments, ingest, keys, states, store
from payments.commitments import Committed
from payments.entities import (
    CustomerNotFound,
    Ingested,
    Standing,
    StoredTransaction,
    TransactionConflict,
    TransactionNotFound,
)
from payments.facts import Transaction
from payments.ingest import RecordedTransaction
from payments.prepared import PreparedTransaction, external_key, open_transaction, prepare
from payments.state import CustomerState, StateQuery
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

BULK_MAX = 1_000
# Rows prepared without letting others run: about 1.5 ms of hashing and sealing.
_BREATH = 100
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_END = datetime(9999, 1, 1, tzinfo=UTC)
_LAST_ID = UUID(int=(1 << 128) - 1)


class TransactionFilter(NamedTuple):
    """occurred_from is included, occurred_to is not."""

    customer_id: str | None = None
    own_id: str | None = None
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None


class Payments:
    """The transactions of an environment, and the state of its customers."""

    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def ingest(self, caller: Principal, transaction: Transaction) -> StoredTransaction:
        """Record one payment. The same one again, by its own id, is answered as it stands and counted once.

        Raises: PermissionDenied, PaymentRefused, TransactionConflict.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        checks.check_transaction(transaction, now)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            customers = await keys.ensure(tx, vault, (transaction.customer_id,), now)
            customer, key = customers[transaction.customer_id]
            row = prepare(transaction, vault, customer, key, uuid7(self._clock), now)
            (outcome,) = await ingest.record_many(tx, [row])
            if outcome.conflict:
                raise TransactionConflict("A payment with this id was recorded with other content.")
            if outcome.new:
                fact = Committed(row.id, row.payload, key)
                await commitments.record_one(tx, caller, "transaction.v1", now, fact)
            else:
                await idempotency.claim(tx)
            return await _open_one(tx, vault, await store.get(tx, caller.environment_id, outcome.id))

    async def ingest_many(self, caller: Principal, transactions: Sequence[Transaction]) -> list[Ingested]:
        """Record up to 1,000 payments in one commit. Returns: what became of each, in order.

        Raises: PermissionDenied, PaymentRefused naming `items[i].field`; nothing is recorded then.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        _check_all(transactions, now)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            customers = await keys.ensure(tx, vault, {one.customer_id for one in transactions}, now)
            rows = await _prepare_all(transactions, vault, customers, now, self._clock)
            outcomes = await ingest.record_many(tx, rows)
            new = [
                Committed(row.id, row.payload, customers[transaction.customer_id][1])
                for transaction, row, outcome in zip(transactions, rows, outcomes, strict=True)
                if outcome.new
            ]
            if new:
                eid = uuid7(self._clock)
                await commitments.record_bulk(tx, caller, "transaction.bulk.v1", eid, now, new)
            else:
                await idempotency.claim(tx)
        return [
            Ingested(outcome.id, transaction.id, standing_of(outcome), outcome.duplicate_of)
            for transaction, outcome in zip(transactions, outcomes, strict=True)
        ]

    async def get(self, caller: Principal, transaction_id: UUID) -> StoredTransaction:
        """Raises: PermissionDenied, TransactionNotFound."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            return await _open_one(tx, vault, await store.get(tx, caller.environment_id, transaction_id))

    async def list(
        self, caller: Principal, wanted: TransactionFilter, *, after: UUID | None, limit: int
    ) -> Page[StoredTransaction]:
        """Newest first, by the time they happened. Raises: PermissionDenied, InvalidRequest for an unknown cursor."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await _rows(tx, vault, wanted, after, limit)
            found = await _open_all(tx, vault, rows)
        return page_of(found, limit, lambda stored: public("txn", stored.id))

    async def customer_state(
        self, caller: Principal, customer_id: str, currency: str | None = None
    ) -> CustomerState:
        """The customer's state as of now. currency: of the sums; the usual one when not told.

        Raises: PermissionDenied, PaymentRefused, CustomerNotFound.
        """
        caller.require(Permission.PAYMENTS_READ)
        checks.refuse([] if currency is None else checks.problems_of_currency(currency))
        vault = await self._vaults.of(caller.environment_id)
        customer = vault.handle(customer_id)
        async with self._database.transaction(caller.environment_id) as tx:
            if not await keys.find(tx, vault, (customer,)):
                raise CustomerNotFound("No customer with this id.")
            query = StateQuery(caller.environment_id, customer, self._clock.now(), currency)
            (state,) = await states.read_many(tx, (query,))
        return state


async def _prepare_all(
    transactions: Sequence[Transaction],
    vault: EnvironmentVault,
    customers: keys.Keys,
    now: datetime,
    clock: Clock,
) -> list[PreparedTransaction]:
    rows = []
    for index, transaction in enumerate(transactions):
        customer, key = customers[transaction.customer_id]
        rows.append(prepare(transaction, vault, customer, key, uuid7(clock), now))
        if index % _BREATH == _BREATH - 1:
            await asyncio.sleep(0)
    return rows


async def _rows(
    tx: DatabaseTransaction,
    vault: EnvironmentVault,
    wanted: TransactionFilter,
    after: UUID | None,
    limit: int,
) -> list[asyncpg.Record]:
    if wanted.own_id is not None:
        row = await store.find(tx, vault.scope_id, external_key(vault, wanted.own_id) or b"")
        return [row] if row is not None and after is None and _matches(row, wanted, vault) else []
    before = (_END, _LAST_ID)
    if after is not None:
        last = await store.get(tx, vault.scope_id, after)
        if last is None:
            raise InvalidRequest(
                "The cursor is unknown.",
                fields=[FieldError("after", "No page ended there.", "Send the `next_after` of a page.")],
            )
        before = (last["occurred_at"], after)
    return await store.page(
        tx,
        vault.scope_id,
        None if wanted.customer_id is None else vault.handle(wanted.customer_id),
        since=wanted.occurred_from or _BEGINNING,
        until=wanted.occurred_to or _END,
        before=before,
        limit=limit + 1,
    )


async def _open_one(
    tx: DatabaseTransaction, vault: EnvironmentVault, row: asyncpg.Record | None
) -> StoredTransaction:
    if row is None:
        raise TransactionNotFound("No transaction with this id.")
    return (await _open_all(tx, vault, [row]))[0]


def standing_of(outcome: RecordedTransaction) -> Standing:
    if outcome.new:
        return "recorded"
    return "conflict" if outcome.conflict else "existing"


async def _open_all(
    tx: DatabaseTransaction, vault: EnvironmentVault, rows: Sequence[asyncpg.Record]
) -> list[StoredTransaction]:
    open_keys = await keys.find(tx, vault, (row["customer"] for row in rows))
    return [
        StoredTransaction(
            row["id"],
            open_transaction(open_keys[row["customer"]], row["id"], row["sealed"])
            if row["customer"] in open_keys
            else None,
            row["occurred_at"],
            row["recorded_at"],
            row["duplicate_of"],
            row["predicted_category"],
            row["predicted_source"],
        )
        for row in rows
    ]


def _check_all(transactions: Sequence[Transaction], now: datetime) -> None:
    if not 1 <= len(transactions) <= BULK_MAX:
        field = FieldError("items", "There are none, or too many.", f"Send 1 to {BULK_MAX} items.")
        raise InvalidRequest("A bulk holds 1 to 1,000 items.", fields=[field])
    checks.refuse(
        [
            problem
            for index, one in enumerate(transactions)
            for problem in checks.problems_of(one, now, f"items[{index}]")
        ]
    )


def _matches(row: asyncpg.Record, wanted: TransactionFilter, vault: EnvironmentVault) -> bool:
    at = row["occurred_at"]
    return (
        (wanted.customer_id is None or vault.handle(wanted.customer_id) == row["customer"])
        and (wanted.occurred_from is None or at >= wanted.occurred_from)
        and (wanted.occurred_to is None or at < wanted.occurred_to)
    )


__all__ = ["Payments", "TransactionConflict", "TransactionFilter"]
