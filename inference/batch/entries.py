"""What the ledger keeps of a batch: that it was made, and how it ended; of a completed one, the root of its results."""

from datetime import datetime
from uuid import UUID

from core.intake import Entry
from inference.batch.store import NewBatch, StoredBatch
from ledger.verifier.batches import TYP


def created(row: NewBatch, entry_id: UUID) -> Entry:
    return Entry(
        typ="batch.create.v1", log=row.environment_id, eid=entry_id, at=row.created_at, act=row.created_by, out=row.use_case,
        model=row.version_digest, rules=row.ruleset_digest, refs=(row.id,),
    )  # fmt: skip


def completed(stored: StoredBatch, entry_id: UUID, at: datetime, root: bytes) -> Entry:
    """The one entry for all rows: what was decided with, and the root under which each row is."""
    batch = stored.batch
    return Entry(
        typ=TYP, log=stored.environment_id, eid=entry_id, at=at, act=batch.created_by, out="completed",
        model=batch.version_digest, rules=batch.ruleset_digest, pc=(root,), refs=(batch.id,),
    )  # fmt: skip


def failed(stored: StoredBatch, entry_id: UUID, at: datetime) -> Entry:
    return _ended(stored, entry_id, at, "batch.fail.v1", stored.batch.created_by)


def cancelled(stored: StoredBatch, entry_id: UUID, at: datetime, by: str) -> Entry:
    return _ended(stored, entry_id, at, "batch.cancel.v1", by)


def _ended(stored: StoredBatch, entry_id: UUID, at: datetime, typ: str, by: str) -> Entry:
    return Entry(
        typ=typ,
        log=stored.environment_id,
        eid=entry_id,
        at=at,
        act=by,
        out=stored.batch.use_case,
        refs=(stored.batch.id,),
    )
