"""SQL of shipped packs: which edition came to which ruleset, and the newest version of each ruleset."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from core.database import Transaction

_ADD = """
INSERT INTO rule_pack_edition (environment_id, use_case, pack, edition, version_id, actor, came_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
"""
_CAME = "SELECT use_case, pack, edition FROM rule_pack_edition WHERE environment_id = $1"
_NEWEST = """
SELECT DISTINCT ON (use_case) use_case, graph, fallback FROM ruleset_version
WHERE environment_id = $1 AND graph LIKE '%"pack:%' AND number = (
    SELECT last_number FROM ruleset
    WHERE ruleset.environment_id = $1 AND ruleset.use_case = ruleset_version.use_case)
ORDER BY use_case
"""


class EditionRow(msgspec.Struct, frozen=True, kw_only=True):
    use_case: str
    pack: str
    edition: date
    version_id: UUID
    actor: str
    came_at: datetime


class NewestRow(msgspec.Struct, frozen=True):
    """The newest version of a ruleset that holds a pack."""

    use_case: str
    graph: str
    fallback: str


async def add_edition(tx: Transaction, environment_id: UUID, row: EditionRow) -> None:
    """Say that an edition came to a ruleset; once is enough."""
    await tx.execute(_ADD, environment_id, *msgspec.structs.astuple(row))


async def came(tx: Transaction, environment_id: UUID) -> set[tuple[str, str, date]]:
    """Return use case, pack and edition of all that ever came."""
    return {(row["use_case"], row["pack"], row["edition"]) for row in await tx.fetch(_CAME, environment_id)}


async def newest_with_packs(tx: Transaction, environment_id: UUID) -> Sequence[NewestRow]:
    return [NewestRow(*row) for row in await tx.fetch(_NEWEST, environment_id)]
