"""What the ledger keeps of mappings and imports: ids, keyed digests and how it ended; never a name or a line."""

from datetime import datetime
from uuid import UUID

from core.intake import Entry
from payments.importing.entities import ImportMapping
from payments.importing.store import StoredImport


def mapping(
    verb: str, environment_id: UUID, found: ImportMapping, entry_id: UUID, at: datetime, by: str
) -> Entry:
    """verb: create, change or delete. The commitment is the keyed digest of the definition."""
    return Entry(
        typ=f"import_mapping.{verb}.v1", log=environment_id, eid=entry_id, at=at, act=by, out=f"version_{found.version}",
        pc=(found.digest,), refs=(found.id,),
    )  # fmt: skip


def statement_import(verb: str, stored: StoredImport, entry_id: UUID, at: datetime, by: str) -> Entry:
    """verb: create, complete, fail or cancel. The commitment is the keyed digest of file, mapping and options."""
    value = stored.value
    return Entry(
        typ=f"import.{verb}.v1", log=stored.environment_id, eid=entry_id, at=at, act=by,
        out="dry_run" if value.dry_run else "recording", pc=(stored.fingerprint,), refs=(value.id, value.mapping_id),
    )  # fmt: skip
