"""Rows of message templates: added, ended, never changed otherwise."""

import datetime as dt
from uuid import UUID

import asyncpg
import msgspec

from core.database import Transaction
from resolution.connectors.template_entities import MessageTemplate

_NAMES = MessageTemplate.__struct_fields__
_COLUMNS = ", ".join(_NAMES)
_INSERT = f"""
INSERT INTO message_template ({_COLUMNS}) VALUES ({", ".join(f"${place}" for place in range(1, len(_NAMES) + 1))})
"""
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('message_template ' || $1::text, 0))"
_COUNT = "SELECT count(*) FROM message_template WHERE environment_id = $1 AND ended_at IS NULL"
_SELECT = f"SELECT {_COLUMNS} FROM message_template WHERE environment_id = $1"
_LATEST = f"{_SELECT} AND name = $2 AND channel = $3 AND language = $4 ORDER BY number DESC LIMIT 1"
_OF_NAME = f"{_SELECT} AND name = $2 AND channel = $3 AND ended_at IS NULL ORDER BY language"
_CURRENT = (
    f"{_SELECT} AND (name, channel) IN (SELECT * FROM unnest($2::text[], $3::text[])) AND ended_at IS NULL"
)
_PAGE = f"""
{_SELECT} AND ($2::text IS NULL OR name = $2) AND ($3::text IS NULL OR channel = $3) AND ($4::text IS NULL OR language = $4)
    AND ($5 OR ended_at IS NULL) AND ($6::uuid IS NULL OR id < $6) ORDER BY id DESC LIMIT $7
"""
_END = """
UPDATE message_template SET ended_at = $3, ended_by = $4
WHERE environment_id = $1 AND id = $2 AND ended_at IS NULL RETURNING id
"""


async def lock(tx: Transaction, environment_id: UUID) -> None:
    """Let nobody else change the templates of an environment until the transaction ends."""
    await tx.execute(_LOCK, str(environment_id))


async def count(tx: Transaction, environment_id: UUID) -> int:
    return int(str(await tx.fetchval(_COUNT, environment_id)))


async def insert(tx: Transaction, row: MessageTemplate) -> None:
    values = [getattr(row, name) for name in _NAMES]
    place = _NAMES.index("provider_template")
    values[place] = None if values[place] is None else msgspec.json.encode(values[place]).decode()
    await tx.execute(_INSERT, *values)


async def find(tx: Transaction, environment_id: UUID, template_id: UUID) -> MessageTemplate | None:
    row = await tx.fetchrow(f"{_SELECT} AND id = $2", environment_id, template_id)
    return None if row is None else _template(row)


async def latest(
    tx: Transaction, environment_id: UUID, name: str, channel: str, language: str
) -> MessageTemplate | None:
    """The wording with the highest number, ended or not."""
    row = await tx.fetchrow(_LATEST, environment_id, name, channel, language)
    return None if row is None else _template(row)


async def of_name(tx: Transaction, environment_id: UUID, name: str, channel: str) -> list[MessageTemplate]:
    """What is in force of a name, in every language."""
    return [_template(row) for row in await tx.fetch(_OF_NAME, environment_id, name, channel)]


async def current(
    tx: Transaction, environment_id: UUID, wanted: list[tuple[str, str]]
) -> list[MessageTemplate]:
    """What is in force of several names and channels."""
    names, channels = [each[0] for each in wanted], [each[1] for each in wanted]
    return [_template(row) for row in await tx.fetch(_CURRENT, environment_id, names, channels)]


async def page(tx: Transaction, environment_id: UUID, *filters: object) -> list[MessageTemplate]:
    """Newest first. filters: name, channel, language, whether ended ones too, after, limit."""
    return [_template(row) for row in await tx.fetch(_PAGE, environment_id, *filters)]


async def end(tx: Transaction, environment_id: UUID, template_id: UUID, at: dt.datetime, by: str) -> bool:
    """Returns: False where it had ended."""
    return await tx.fetchval(_END, environment_id, template_id, at, by) is not None


def _template(row: asyncpg.Record) -> MessageTemplate:
    fields = dict(row)
    kept = fields["provider_template"]
    fields["provider_template"] = None if kept is None else msgspec.json.decode(kept)
    return msgspec.convert(fields, MessageTemplate)
