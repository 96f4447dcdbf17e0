"""Commission statements from rows: what is sealed under the partner's key is opened, or left out once the partner was erased."""

from collections.abc import Sequence

import asyncpg
import msgspec

from core.database import Transaction
from payments import keys
from payments.agreements import statement_store as store
from payments.agreements.statement_entities import StatementStep, StoredStatement
from payments.agreements.statement_facts import NewCommissionStatement, Reckoned
from tenants.vault import EnvironmentVault, SubjectKey

SEALED_STATEMENT = "commission_statement.sealed"
SEALED_NOTE = "commission_statement_step.note"


class Kept(msgspec.Struct, frozen=True):
    """What is sealed of a statement."""

    statement: NewCommissionStatement
    reckoned: Reckoned


_decoder = msgspec.msgpack.Decoder(Kept)


async def opened(
    tx: Transaction, vault: EnvironmentVault, rows: Sequence[asyncpg.Record]
) -> list[StoredStatement]:
    found = await keys.find(tx, vault, (row["partner"] for row in rows))
    return [_stored(row, _kept(found.get(row["partner"]), row)) for row in rows]


async def steps_of(tx: Transaction, vault: EnvironmentVault, row: asyncpg.Record) -> list[StatementStep]:
    """Oldest first."""
    key = (await keys.find(tx, vault, (row["partner"],))).get(row["partner"])
    return [
        StatementStep(
            each["id"], each["status"], each["reason"],
            None if key is None or each["note"] is None else key.open(SEALED_NOTE, each["id"], each["note"]).decode(),
            each["at"], each["by"],
        )
        for each in await store.steps(tx, vault.scope_id, row["id"])
    ]  # fmt: skip


def _kept(key: SubjectKey | None, row: asyncpg.Record) -> Kept | None:
    return None if key is None else _decoder.decode(key.open(SEALED_STATEMENT, row["id"], row["sealed"]))


def _stored(row: asyncpg.Record, kept: Kept | None) -> StoredStatement:
    fields = {
        name: row[name] for name in StoredStatement.__struct_fields__ if name not in {"statement", "reckoned"}
    }
    return StoredStatement(
        statement=None if kept is None else kept.statement,
        reckoned=None if kept is None else kept.reckoned,
        **fields,
    )
