"""Rows of a statement recorded as payments, in the caller's transaction: each once, whichever statements show it."""

from collections.abc import Iterable, Sequence
from itertools import islice
from uuid import UUID

import msgspec
from msgspec.structs import replace

from core.clock import Clock
from core.database import Transaction
from core.ids import uuid7
from payments import commitments, ingest, keys
from payments import store as payments_store
from payments.commitments import Committed
from payments.facts import Transaction as Fact
from payments.importing.categories import PredictedCategory
from payments.importing.entities import ImportCounts
from payments.importing.findings import Finding
from payments.importing.identities import Identities
from payments.importing.rows import Payment
from payments.ingest import RecordedTransaction
from payments.prepared import PreparedTransaction, external_key, fingerprint_of, prepare
from tenants.vault import EnvironmentVault

CHUNK_ROWS = 1_000
_EXISTING = "It is here already."
_CONFLICT = (
    "It is here already with other content, as another version of the mapping reads it; that one stays."
)
_DUPLICATE = "It looks like another payment: the same customer, direction, amount, time and description."


class Named(msgspec.Struct, frozen=True):
    """A payment with its own id, which is the same in every statement that shows it."""

    line: int
    fact: Fact
    customer: UUID


class Importer(msgspec.Struct, frozen=True):
    """Who sent the statement, as the ledger names them."""

    id: str
    environment_id: UUID


class Recorded(msgspec.Struct, frozen=True):
    """What became of one chunk."""

    counts: ImportCounts
    findings: list[Finding]


def take_named(payments: Iterable[Payment], identities: Identities, vault: EnvironmentVault) -> list[Named]:
    """Take the next thousand payments. Returns: an empty list at the end."""
    named = []
    for payment in islice(payments, CHUNK_ROWS):
        customer = vault.handle(payment.transaction.customer_id)
        own_id = identities.own_id(payment, customer)
        named.append(Named(payment.line, replace(payment.transaction, id=own_id), customer))
    return named


async def count_existing(tx: Transaction, vault: EnvironmentVault, named: Sequence[Named]) -> int:
    """How many of these payments are recorded already."""
    return len(await _existing(tx, vault, named))


async def record(
    tx: Transaction,
    vault: EnvironmentVault,
    named: Sequence[Named],
    predicted: Sequence[PredictedCategory | None],
    by: str,
    clock: Clock,
) -> Recorded:
    """Record those that are new, with one ledger entry for all of them, and their predicted categories where they have none.

    predicted: of each. One that was here without a category gets it, too; what the tenant said stays.
    """
    now = clock.now()
    existing = await _existing(tx, vault, named)
    customers = await keys.ensure(tx, vault, {each.fact.customer_id for each in named}, now)
    rows = [_prepared(each, vault, customers, existing, clock) for each in named]
    outcomes = await ingest.record_many(tx, rows)
    new = [
        Committed(row.id, row.payload, customers[each.fact.customer_id][1])
        for each, row, outcome in zip(named, rows, outcomes, strict=True)
        if outcome.new
    ]
    if new:
        importer = Importer(by, vault.scope_id)
        await commitments.record_bulk(tx, importer, "transaction.bulk.v1", uuid7(clock), now, new)
    categorized = await _categorize(tx, vault, rows, predicted)
    return _summed(named, outcomes, categorized)


async def ids_of(tx: Transaction, vault: EnvironmentVault, named: Sequence[Named]) -> list[UUID]:
    """The ids under which these payments are recorded, in order; those that are not are left out."""
    externals = [external_key(vault, each.fact.id) or b"" for each in named]
    found = {
        row["external"]: row["id"] for row in await payments_store.find_many(tx, vault.scope_id, externals)
    }
    return [found[each] for each in externals if each in found]


async def _categorize(
    tx: Transaction,
    vault: EnvironmentVault,
    rows: Sequence[PreparedTransaction],
    predicted: Sequence[PredictedCategory | None],
) -> int:
    told = [
        (row.external, each.category, each.source, each.version)
        for row, each in zip(rows, predicted, strict=True)
        if each is not None
    ]
    if not told:
        return 0
    return await payments_store.categorize(tx, vault.scope_id, list(zip(*told, strict=True)))


def added(counts: ImportCounts, chunk: ImportCounts) -> ImportCounts:
    """The counts of an import after one more chunk."""
    return replace(
        counts,
        done=counts.done + chunk.done,
        recorded=counts.recorded + chunk.recorded,
        existing=counts.existing + chunk.existing,
        conflicts=counts.conflicts + chunk.conflicts,
        duplicates=counts.duplicates + chunk.duplicates,
        categorized=counts.categorized + chunk.categorized,
    )


async def _existing(tx: Transaction, vault: EnvironmentVault, named: Sequence[Named]) -> set[bytes]:
    externals = [external_key(vault, each.fact.id) or b"" for each in named]
    return {row["external"] for row in await payments_store.find_many(tx, vault.scope_id, externals)}


def _prepared(
    each: Named, vault: EnvironmentVault, customers: keys.Keys, existing: set[bytes], clock: Clock
) -> PreparedTransaction:
    """As ingest prepares a payment, and with a fingerprint, so that one which looks like another is flagged."""
    customer, key = customers[each.fact.customer_id]
    row = prepare(each.fact, vault, customer, key, uuid7(clock), clock.now())
    # One that is here has left its fingerprint, if its content is the same; if not, it must not leave another.
    return (
        row
        if row.external in existing
        else replace(row, fingerprint=fingerprint_of(each.fact, vault, customer))
    )


def _summed(named: Sequence[Named], outcomes: Sequence[RecordedTransaction], categorized: int) -> Recorded:
    counts = {"recorded": 0, "existing": 0, "conflicts": 0, "duplicates": 0}
    findings = []
    for each, outcome in zip(named, outcomes, strict=True):
        if outcome.new:
            counts["recorded"] += 1
            if outcome.duplicate_of is not None:
                counts["duplicates"] += 1
                findings.append(Finding(each.line, "duplicate", "", _DUPLICATE))
        elif outcome.conflict:
            counts["conflicts"] += 1
            findings.append(Finding(each.line, "conflict", "", _CONFLICT))
        else:
            counts["existing"] += 1
            findings.append(Finding(each.line, "existing", "", _EXISTING))
    return Recorded(ImportCounts(done=len(named), categorized=categorized, **counts), findings)
