"""Writing payments and sign-ins: each once, each into the running state once."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from payments import store
from payments.prepared import PreparedLogin, PreparedTransaction


class RecordedTransaction(msgspec.Struct, frozen=True):
    """What became of one prepared row.

    id: ours, or that of the transaction that has this own id already. new: it was inserted, and counts in the state.
    conflict: this own id is taken by a transaction of other content; nothing was written.
    duplicate_of: an earlier transaction without own id, of the same customer, amount, time and description.
    """

    id: UUID
    new: bool
    conflict: bool
    duplicate_of: UUID | None


async def record_many(tx: Transaction, rows: Sequence[PreparedTransaction]) -> list[RecordedTransaction]:
    """Insert the transactions that are new and add them to their customers' states, in one statement.

    rows: of any environments in scope. Returns: one result for each, in order; a row that repeats an own id of
    this very call is existing (or a conflict), too. Safe to run concurrently: locks are taken in order of keys.
    """
    if not rows:
        return []
    firsts = _first_of_each(rows)
    found = {_key(record): record for record in await store.record(tx, _columns(firsts))}
    return [_outcome(row, found[_row_key(row)]) for row in rows]


async def record_logins(tx: Transaction, rows: Sequence[PreparedLogin]) -> list[RecordedTransaction]:
    """Insert the sign-ins that are new and add them to their customers' states; as `record_many`."""
    if not rows:
        return []
    firsts = _first_of_each(rows)
    columns: list[Sequence[object]] = [
        [row.environment_id for row in firsts],
        [row.id for row in firsts],
        [row.customer for row in firsts],
        [row.external for row in firsts],
        [row.sign_in.occurred_at for row in firsts],
        [row.recorded_at for row in firsts],
        [row.sign_in.succeeded for row in firsts],
        [row.sign_in.device_key for row in firsts],
        [row.content for row in firsts],
        [row.sealed for row in firsts],
    ]
    found = {_key(record): record for record in await store.record_logins(tx, columns)}
    return [_outcome(row, found[_row_key(row)]) for row in rows]


Key = tuple[UUID, bytes | UUID]
Row = TypeVar("Row", PreparedTransaction, PreparedLogin)


def _row_key(row: PreparedTransaction | PreparedLogin) -> Key:
    return row.environment_id, row.external or row.id


def _key(record: asyncpg.Record) -> Key:
    return record["environment_id"], record["external"] or record["id"]


def _first_of_each(rows: Sequence[Row]) -> list[Row]:
    """Drop rows that repeat an own id: one statement may not touch a row twice."""
    return list({_row_key(row): row for row in reversed(rows)}.values())[::-1]


def _outcome(row: PreparedTransaction | PreparedLogin, record: asyncpg.Record) -> RecordedTransaction:
    new = record["id"] == row.id
    conflict = not new and record["content"] != row.content
    return RecordedTransaction(record["id"], new, conflict, record.get("duplicate_of"))


def _columns(rows: Sequence[PreparedTransaction]) -> list[Sequence[object]]:
    moves = [row.movement for row in rows]
    return [
        [row.environment_id for row in rows],
        [row.id for row in rows],
        [row.customer for row in rows],
        [row.external for row in rows],
        [move.occurred_at for move in moves],
        [row.recorded_at for row in rows],
        [move.amount_minor for move in moves],
        [move.currency for move in moves],
        [move.direction for move in moves],
        [row.method for row in rows],
        [row.channel for row in rows],
        [row.category for row in rows],
        [move.country for move in moves],
        [row.gateway for row in rows],
        [move.merchant_key for move in moves],
        [move.device_key for move in moves],
        [move.latitude_tenths for move in moves],
        [move.longitude_tenths for move in moves],
        [move.log_milli for move in moves],
        [row.content for row in rows],
        [row.fingerprint for row in rows],
        [row.sealed for row in rows],
    ]
