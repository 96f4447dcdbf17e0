"""The exact bytes of a ruleset by the digest that entries name."""

from uuid import UUID

from core.database import Database
from rules import store
from rules.evaluation import content_of


async def find_content(database: Database, environment_id: UUID, digest: bytes) -> bytes | None:
    """Return what hashes to the digest, of any version of the environment or of a default that ever shipped."""
    async with database.transaction(environment_id) as tx:
        found = await store.find_content(tx, environment_id, digest)
    return None if found is None else content_of(*found)
