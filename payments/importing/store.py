"""Rows of mappings and imports. What belongs together is one statement or one transaction. Private to `payments`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from payments.importing.entities import Checked, ImportCounts, ImportFailure, ImportPhase, StatementImport
from payments.importing.findings import Finding

_MAPPING = "m.id, v.version, v.sealed, v.digest, m.created_at, m.created_by, v.created_at AS updated_at, v.created_by AS updated_by"
_IMPORT = (
    "environment_id, id, state, phase, mapping_id, mapping_version, dry_run, on_refused, counts, checked, sealed_key, sealed_options, preview, "
    "input_bytes, input_sha256, fingerprint, failure, attempts, revision, created_at, created_by, ended_at"
)


class NewImport(msgspec.Struct, frozen=True, kw_only=True):
    """once: of file, mapping and options; None for a dry run. fingerprint: the same, for the idempotency key."""

    environment_id: UUID
    id: UUID
    mapping_id: UUID
    mapping_version: int
    dry_run: bool
    on_refused: str
    sealed_key: bytes
    sealed_options: bytes
    once: bytes | None
    key_hash: bytes | None
    fingerprint: bytes
    input_bytes: int
    input_sha256: bytes
    created_at: datetime
    created_by: str


class StoredImport(msgspec.Struct, frozen=True):
    """An import with what nobody outside is told."""

    value: StatementImport
    environment_id: UUID
    sealed_key: bytes | None
    sealed_options: bytes
    preview: bytes | None
    fingerprint: bytes
    attempts: int


async def insert_mapping(
    tx: Transaction, environment_id: UUID, mapping_id: UUID, name_key: bytes, at: datetime, by: str
) -> bool:
    """Returns: False when another mapping has the name."""
    query = """
    INSERT INTO import_mapping (environment_id, id, name_key, version, created_at, created_by) VALUES ($1, $2, $3, 1, $4, $5)
    ON CONFLICT (environment_id, name_key) WHERE name_key IS NOT NULL DO NOTHING RETURNING 1
    """
    return await tx.fetchval(query, environment_id, mapping_id, name_key, at, by) is not None


async def insert_version(
    tx: Transaction,
    environment_id: UUID,
    mapping_id: UUID,
    version: int,
    *,
    sealed: bytes,
    digest: bytes,
    at: datetime,
    by: str,
) -> None:  # one argument a column
    query = """
    INSERT INTO import_mapping_version (environment_id, mapping_id, version, sealed, digest, created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    """
    await tx.execute(query, environment_id, mapping_id, version, sealed, digest, at, by)


async def lock_mapping(tx: Transaction, environment_id: UUID, mapping_id: UUID) -> int | None:
    """Hold a mapping until the transaction ends. Returns: its version; None when there is none."""
    query = "SELECT version FROM import_mapping WHERE environment_id = $1 AND id = $2 AND name_key IS NOT NULL FOR UPDATE"
    found = await tx.fetchval(query, environment_id, mapping_id)
    return found if isinstance(found, int) else None


async def name_is_free(tx: Transaction, environment_id: UUID, mapping_id: UUID, name_key: bytes) -> bool:
    query = "SELECT 1 FROM import_mapping WHERE environment_id = $1 AND name_key = $2 AND id <> $3"
    return await tx.fetchval(query, environment_id, name_key, mapping_id) is None


async def set_mapping(
    tx: Transaction, environment_id: UUID, mapping_id: UUID, version: int, name_key: bytes
) -> None:
    query = "UPDATE import_mapping SET version = $3, name_key = $4 WHERE environment_id = $1 AND id = $2"
    await tx.execute(query, environment_id, mapping_id, version, name_key)


async def retire_mapping(tx: Transaction, environment_id: UUID, mapping_id: UUID) -> None:
    """Take a mapping away; its versions stay for the imports that were made by them."""
    query = "UPDATE import_mapping SET name_key = NULL WHERE environment_id = $1 AND id = $2"
    await tx.execute(query, environment_id, mapping_id)


async def find_mapping(
    tx: Transaction, environment_id: UUID, mapping_id: UUID, version: int | None
) -> asyncpg.Record | None:
    """version: None for the current one, of a mapping that was not taken away."""
    query = f"""
    SELECT {_MAPPING} FROM import_mapping m JOIN import_mapping_version v
        ON v.environment_id = m.environment_id AND v.mapping_id = m.id AND v.version = coalesce($3, m.version)
    WHERE m.environment_id = $1 AND m.id = $2 AND (m.name_key IS NOT NULL OR $3 IS NOT NULL)
    """
    return await tx.fetchrow(query, environment_id, mapping_id, version)


async def find_mapping_named(tx: Transaction, environment_id: UUID, name_key: bytes) -> UUID | None:
    found = await tx.fetchval(
        "SELECT id FROM import_mapping WHERE environment_id = $1 AND name_key = $2", environment_id, name_key
    )
    return found if isinstance(found, UUID) else None


async def list_mappings(
    tx: Transaction, environment_id: UUID, after: UUID | None, limit: int
) -> list[asyncpg.Record]:
    """Newest first."""
    query = f"""
    SELECT {_MAPPING} FROM import_mapping m JOIN import_mapping_version v
        ON v.environment_id = m.environment_id AND v.mapping_id = m.id AND v.version = m.version
    WHERE m.environment_id = $1 AND m.name_key IS NOT NULL AND ($2::uuid IS NULL OR m.id < $2) ORDER BY m.id DESC LIMIT $3
    """
    return await tx.fetch(query, environment_id, after, limit)


async def insert(tx: Transaction, row: NewImport) -> bool:
    """Returns: False when its idempotency key or its file is taken, for good once that one commits."""
    query = """
    INSERT INTO statement_import (
        environment_id, id, mapping_id, mapping_version, dry_run, on_refused, sealed_key, sealed_options, once, key_hash, fingerprint,
        input_bytes, input_sha256, created_at, created_by, state, phase, counts
    ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'queued', 'waiting', '{}')
    ON CONFLICT DO NOTHING RETURNING 1
    """
    return await tx.fetchval(query, *msgspec.structs.astuple(row)) is not None


async def find(tx: Transaction, environment_id: UUID, import_id: UUID) -> StoredImport | None:
    query = f"SELECT {_IMPORT} FROM statement_import WHERE environment_id = $1 AND id = $2"
    return _stored(await tx.fetchrow(query, environment_id, import_id))


async def find_same(
    tx: Transaction, environment_id: UUID, key_hash: bytes | None, once: bytes | None
) -> StoredImport | None:
    """The import of this idempotency key, or else of this file."""
    query = f"""
    SELECT {_IMPORT} FROM statement_import WHERE environment_id = $1 AND (key_hash = $2 OR once = $3)
    ORDER BY (key_hash IS NOT DISTINCT FROM $2) DESC LIMIT 1
    """
    return _stored(await tx.fetchrow(query, environment_id, key_hash, once))


async def free_old_key(tx: Transaction, environment_id: UUID, key_hash: bytes, kept_for: timedelta) -> None:
    """Let a key be used again that is older than promised."""
    query = """
    UPDATE statement_import SET key_hash = NULL WHERE environment_id = $1 AND key_hash = $2 AND created_at <= now() - $3::interval
    """
    await tx.execute(query, environment_id, key_hash, kept_for)


async def list_page(
    tx: Transaction, environment_id: UUID, after: UUID | None, limit: int
) -> list[StoredImport]:
    """Newest first."""
    query = f"""
    SELECT {_IMPORT} FROM statement_import WHERE environment_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
    """
    return [_read(row) for row in await tx.fetch(query, environment_id, after, limit)]


async def begin(tx: Transaction, environment_id: UUID, import_id: UUID) -> StoredImport | None:
    """Take an import that has not ended in hand, and count the attempt."""
    query = f"""
    UPDATE statement_import SET state = 'running', attempts = attempts + 1, revision = revision + 1,
        phase = CASE WHEN phase = 'waiting' THEN 'checking' ELSE phase END
    WHERE environment_id = $1 AND id = $2 AND state IN ('queued', 'running') RETURNING {_IMPORT}
    """
    return _stored(await tx.fetchrow(query, environment_id, import_id))


async def lock(
    tx: Transaction, environment_id: UUID, import_id: UUID, phase: ImportPhase
) -> StoredImport | None:
    """Hold an import that is at this phase until the transaction ends; None when it is not."""
    query = f"""
    SELECT {_IMPORT} FROM statement_import WHERE environment_id = $1 AND id = $2 AND state = 'running' AND phase = $3 FOR UPDATE
    """
    return _stored(await tx.fetchrow(query, environment_id, import_id, phase))


async def set_progress(tx: Transaction, environment_id: UUID, import_id: UUID, counts: ImportCounts) -> None:
    query = "UPDATE statement_import SET counts = $3, attempts = 0, revision = revision + 1 WHERE environment_id = $1 AND id = $2"
    await tx.execute(query, environment_id, import_id, msgspec.json.encode(counts).decode())


async def set_checked(
    tx: Transaction,
    environment_id: UUID,
    import_id: UUID,
    counts: ImportCounts,
    checked: Checked,
    preview: bytes | None,
) -> None:  # one argument a column
    query = """
    UPDATE statement_import SET phase = 'recording', counts = $3, checked = $4, preview = $5, revision = revision + 1
    WHERE environment_id = $1 AND id = $2
    """
    written = (msgspec.json.encode(counts).decode(), msgspec.json.encode(checked).decode())
    await tx.execute(query, environment_id, import_id, *written, preview)


async def end(
    tx: Transaction,
    environment_id: UUID,
    import_id: UUID,
    state: str,
    at: datetime,
    failure: ImportFailure | None = None,
) -> bool:  # one argument a column
    """End an import that has not ended. A file that brought nothing may be sent again. Returns: False when it has ended."""
    query = """
    UPDATE statement_import SET state = $3, phase = 'ended', ended_at = $4, failure = $5, revision = revision + 1,
        once = CASE WHEN $3 = 'completed' THEN once END
    WHERE environment_id = $1 AND id = $2 AND state IN ('queued', 'running') RETURNING 1
    """
    told = None if failure is None else msgspec.json.encode(failure).decode()
    return await tx.fetchval(query, environment_id, import_id, state, at, told) is not None


async def end_unrecorded(tx: Transaction, environment_id: UUID, import_id: UUID, at: datetime) -> bool:
    """Cancel an import that has recorded nothing. Returns: False when it records, or has ended."""
    query = """
    UPDATE statement_import SET state = 'cancelled', phase = 'ended', ended_at = $3, once = NULL, revision = revision + 1
    WHERE environment_id = $1 AND id = $2 AND state IN ('queued', 'running') AND phase IN ('waiting', 'checking') RETURNING 1
    """
    return await tx.fetchval(query, environment_id, import_id, at) is not None


async def add_findings(
    tx: Transaction, environment_id: UUID, import_id: UUID, findings: Sequence[Finding]
) -> None:
    """Add to the report. Findings of one line and standing are said once."""
    query = """
    INSERT INTO statement_import_finding (environment_id, import_id, line, standing, field, reason)
    SELECT $1, $2, * FROM unnest($3::integer[], $4::text[], $5::text[], $6::text[]) ON CONFLICT DO NOTHING
    """
    if findings:
        columns = zip(*(msgspec.structs.astuple(each) for each in findings), strict=True)
        await tx.execute(query, environment_id, import_id, *(list(column) for column in columns))


async def clear_findings(tx: Transaction, environment_id: UUID, import_id: UUID) -> None:
    await tx.execute(
        "DELETE FROM statement_import_finding WHERE environment_id = $1 AND import_id = $2",
        environment_id,
        import_id,
    )


async def findings(
    tx: Transaction, environment_id: UUID, import_id: UUID, after: tuple[int, str], limit: int
) -> list[Finding]:
    """In the order of the file."""
    query = """
    SELECT line, standing, field, reason FROM statement_import_finding
    WHERE environment_id = $1 AND import_id = $2 AND (line, standing) > ($3, $4) ORDER BY line, standing LIMIT $5
    """
    return [Finding(*row.values()) for row in await tx.fetch(query, environment_id, import_id, *after, limit)]


async def forget(
    tx: Transaction, environment_id: UUID, kept_for: timedelta, dry_kept_for: timedelta
) -> Sequence[UUID]:
    """Delete imports that ended long ago, and their keys. Returns: whose files can go."""
    query = """
    DELETE FROM statement_import WHERE environment_id = $1 AND id IN (
        SELECT id FROM statement_import
        WHERE environment_id = $1 AND ended_at < now() - CASE WHEN dry_run THEN $3::interval ELSE $2::interval END LIMIT 100
    ) RETURNING id
    """
    return [row["id"] for row in await tx.fetch(query, environment_id, kept_for, dry_kept_for)]


def _stored(row: asyncpg.Record | None) -> StoredImport | None:
    return None if row is None else _read(row)


def _read(row: asyncpg.Record) -> StoredImport:
    failure, checked = row["failure"], row["checked"]
    value = StatementImport(
        id=row["id"],
        state=row["state"],
        phase=row["phase"],
        mapping_id=row["mapping_id"],
        mapping_version=row["mapping_version"],
        dry_run=row["dry_run"],
        on_refused=row["on_refused"],
        counts=msgspec.json.decode(row["counts"], type=ImportCounts),
        checked=None if checked is None else msgspec.json.decode(checked, type=Checked),
        bytes_total=row["input_bytes"],
        input_sha256=row["input_sha256"],
        failure=None if failure is None else msgspec.json.decode(failure, type=ImportFailure),
        revision=row["revision"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        ended_at=row["ended_at"],
    )
    return StoredImport(
        value,
        row["environment_id"],
        row["sealed_key"],
        row["sealed_options"],
        row["preview"],
        row["fingerprint"],
        row["attempts"],
    )
