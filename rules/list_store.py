"""SQL of lists and their entries."""

import datetime as dt
from collections.abc import Sequence
from typing import cast
from uuid import UUID

import msgspec

from core.database import Transaction
from rules.list_entities import Kind, ListEntry, RuleList

_LIST = (
    "environment_id, id, name, kind, description, entry_count, changes, created_at, created_by, changed_at"
)
_ENTRY = "id, digest, expires_at, reason, added_at, added_by"
_INSERT = f"INSERT INTO rule_list ({_LIST}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id"
_PAGE = f"""
SELECT {_LIST} FROM rule_list WHERE environment_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
"""
_ENTRIES = f"""
SELECT {_ENTRY} FROM rule_list_entry
WHERE environment_id = $1 AND list_id = $2 AND ($3::uuid IS NULL OR id < $3) AND (expires_at IS NULL OR expires_at > $4)
ORDER BY id DESC LIMIT $5
"""
_ALIVE = """
SELECT digest FROM rule_list_entry
WHERE environment_id = $1 AND list_id = $2 AND digest = ANY ($3::bytea[]) AND (expires_at IS NULL OR expires_at > $4)
"""
_OTHERS = """
FROM rule_list_entry
WHERE environment_id = $1 AND list_id = $2 AND digest <> ALL ($3::bytea[]) AND (expires_at IS NULL OR expires_at > $4)
"""
_FIND_ENTRY = f"""
SELECT {_ENTRY} FROM rule_list_entry
WHERE environment_id = $1 AND list_id = $2 AND digest = $3 AND (expires_at IS NULL OR expires_at > $4)
"""
_KNOWN = f"SELECT {_ENTRY} FROM rule_list_entry WHERE environment_id = $1 AND list_id = $2 AND digest = ANY ($3::bytea[])"
_PUT = """
INSERT INTO rule_list_entry (environment_id, list_id, id, digest, expires_at, reason, added_at, added_by)
SELECT $1, $2, given.id, given.digest, given.expires_at, given.reason, $7, $8
FROM unnest($3::uuid[], $4::bytea[], $5::timestamptz[], $6::text[]) AS given (id, digest, expires_at, reason)
ON CONFLICT (environment_id, list_id, digest) DO UPDATE
    SET expires_at = excluded.expires_at, reason = excluded.reason, added_at = excluded.added_at, added_by = excluded.added_by
"""
_REMOVE = """
DELETE FROM rule_list_entry WHERE environment_id = $1 AND list_id = $2 AND digest = ANY ($3::bytea[]) RETURNING id
"""
_DROP_EXPIRED = (
    "DELETE FROM rule_list_entry WHERE environment_id = $1 AND list_id = $2 AND expires_at < $3 RETURNING id"
)
_CHANGED = """
UPDATE rule_list SET entry_count = entry_count + $3, changes = changes + 1, changed_at = $4
WHERE environment_id = $1 AND id = $2 RETURNING entry_count
"""
_MEMBERS = """
SELECT string_agg(
    substr(digest, 1, 16) || int8send(coalesce((extract(epoch FROM expires_at) * 1000000)::bigint, 9223372036854775807)),
    ''::bytea ORDER BY digest)
FROM rule_list_entry WHERE environment_id = $1 AND list_id = $2
"""
_READ_BY = """
SELECT use_case, number FROM ruleset_version WHERE environment_id = $1 AND $2 = ANY (facts) ORDER BY id DESC LIMIT 1
"""


class ListMark(msgspec.Struct, frozen=True):
    """Enough to know whether a list in memory is still that list."""

    id: UUID
    name: str
    changes: int


async def insert(tx: Transaction, row: RuleList) -> bool:
    """Returns: False where the name is taken."""
    return await tx.fetchval(_INSERT, *msgspec.structs.astuple(row)) is not None


async def count(tx: Transaction, environment_id: UUID) -> tuple[int, int]:
    """Return how many lists an environment has, and how many entries they have together."""
    row = await tx.fetchrow(
        "SELECT count(*), coalesce(sum(entry_count), 0) FROM rule_list WHERE environment_id = $1",
        environment_id,
    )
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


async def find(tx: Transaction, environment_id: UUID, list_id: UUID) -> RuleList | None:
    query = f"SELECT {_LIST} FROM rule_list WHERE environment_id = $1 AND id = $2"
    row = await tx.fetchrow(query, environment_id, list_id)
    return None if row is None else RuleList(**dict(row))


async def lock(tx: Transaction, environment_id: UUID, list_id: UUID) -> RuleList | None:
    """Return a list, and let nobody change or drop it until the transaction ends."""
    query = f"SELECT {_LIST} FROM rule_list WHERE environment_id = $1 AND id = $2 FOR UPDATE"
    row = await tx.fetchrow(query, environment_id, list_id)
    return None if row is None else RuleList(**dict(row))


async def lock_all(tx: Transaction, environment_id: UUID) -> None:
    """Let nobody else count the lists of an environment and their entries until the transaction ends."""
    await tx.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('rule_list ' || $1::text, 0))", str(environment_id)
    )


async def held(tx: Transaction, environment_id: UUID, names: Sequence[str]) -> set[str]:
    """Return which of the names are lists, none of which can be dropped until the transaction ends."""
    query = "SELECT name FROM rule_list WHERE environment_id = $1 AND name = ANY ($2::text[]) FOR KEY SHARE"
    return {row["name"] for row in await tx.fetch(query, environment_id, list(names))}


async def names(tx: Transaction, environment_id: UUID) -> list[tuple[str, Kind]]:
    """Name and kind of every list."""
    rows = await tx.fetch(
        "SELECT name, kind FROM rule_list WHERE environment_id = $1 ORDER BY name", environment_id
    )
    return [(row["name"], row["kind"]) for row in rows]


async def page(tx: Transaction, environment_id: UUID, after: UUID | None, limit: int) -> list[RuleList]:
    return [RuleList(**dict(row)) for row in await tx.fetch(_PAGE, environment_id, after, limit)]


async def drop(tx: Transaction, environment_id: UUID, list_id: UUID) -> None:
    await tx.execute(
        "DELETE FROM rule_list_entry WHERE environment_id = $1 AND list_id = $2", environment_id, list_id
    )
    await tx.execute("DELETE FROM rule_list WHERE environment_id = $1 AND id = $2", environment_id, list_id)


async def read_by(tx: Transaction, environment_id: UUID, fact: str) -> tuple[str, int] | None:
    """Return use case and number of a version that reads a fact."""
    row = await tx.fetchrow(_READ_BY, environment_id, fact)
    return None if row is None else (row["use_case"], row["number"])


async def entries(
    tx: Transaction, environment_id: UUID, list_id: UUID, after: UUID | None, at: dt.datetime, limit: int
) -> list[ListEntry]:
    """Newest first, without those that have expired."""
    rows = await tx.fetch(_ENTRIES, environment_id, list_id, after, at, limit)
    return [ListEntry(**dict(row)) for row in rows]


async def find_entry(
    tx: Transaction, environment_id: UUID, list_id: UUID, digest: bytes, at: dt.datetime
) -> ListEntry | None:
    row = await tx.fetchrow(_FIND_ENTRY, environment_id, list_id, digest, at)
    return None if row is None else ListEntry(**dict(row))


async def alive(
    tx: Transaction, environment_id: UUID, list_id: UUID, digests: Sequence[bytes], at: dt.datetime
) -> set[bytes]:
    """Which of the digests are on the list and have not expired."""
    return {row["digest"] for row in await tx.fetch(_ALIVE, environment_id, list_id, list(digests), at)}


async def others(
    tx: Transaction,
    environment_id: UUID,
    list_id: UUID,
    digests: Sequence[bytes],
    at: dt.datetime,
    limit: int,
) -> tuple[int, list[ListEntry]]:
    """Return how many entries are none of the digests, and the newest of them."""
    given = (environment_id, list_id, list(digests), at)
    count = cast(int, await tx.fetchval(f"SELECT count(*) {_OTHERS}", *given))
    rows = await tx.fetch(f"SELECT {_ENTRY} {_OTHERS} ORDER BY id DESC LIMIT $5", *given, limit)
    return count, [ListEntry(**dict(row)) for row in rows]


async def known(
    tx: Transaction, environment_id: UUID, list_id: UUID, digests: Sequence[bytes]
) -> dict[bytes, ListEntry]:
    rows = await tx.fetch(_KNOWN, environment_id, list_id, list(digests))
    return {row["digest"]: ListEntry(**dict(row)) for row in rows}


async def put(tx: Transaction, environment_id: UUID, list_id: UUID, given: Sequence[ListEntry]) -> None:
    """Add entries of one author and moment, or give those that are there another end and reason."""
    ids, digests = [each.id for each in given], [each.digest for each in given]
    ends, reasons = [each.expires_at for each in given], [each.reason for each in given]
    await tx.execute(
        _PUT, environment_id, list_id, ids, digests, ends, reasons, given[0].added_at, given[0].added_by
    )


async def remove(tx: Transaction, environment_id: UUID, list_id: UUID, digests: Sequence[bytes]) -> int:
    return len(await tx.fetch(_REMOVE, environment_id, list_id, list(digests)))


async def drop_expired(tx: Transaction, environment_id: UUID, list_id: UUID, before: dt.datetime) -> int:
    return len(await tx.fetch(_DROP_EXPIRED, environment_id, list_id, before))


async def changed(tx: Transaction, environment_id: UUID, list_id: UUID, more: int, at: dt.datetime) -> int:
    """Count a change. Returns: how many entries the list has now."""
    return cast(int, await tx.fetchval(_CHANGED, environment_id, list_id, more, at))


async def marks(tx: Transaction, environment_id: UUID, wanted: Sequence[str]) -> list[ListMark]:
    rows = await tx.fetch(
        "SELECT id, name, changes FROM rule_list WHERE environment_id = $1 AND name = ANY ($2::text[])",
        environment_id, list(wanted),
    )  # fmt: skip
    return [ListMark(row["id"], row["name"], row["changes"]) for row in rows]


async def members(tx: Transaction, environment_id: UUID, list_id: UUID) -> bytes:
    """Return a list as `rules.listed.Members` searches it: 16 bytes of digest and 8 of expiry for each, in order."""
    return cast("bytes | None", await tx.fetchval(_MEMBERS, environment_id, list_id)) or b""
