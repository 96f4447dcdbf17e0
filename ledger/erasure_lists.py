"""Lists of eids that are too long for an entry `erasure.v1`, which names them by one digest; every export carries them."""

import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from uuid import UUID

from core import ids
from core.database import Database, Transaction
from ledger import erasure_list_store
from ledger.verifier.erasures import LIST_LABEL


async def keep(tx: Transaction, environment_id: UUID, erasure_id: UUID, eids: Sequence[UUID]) -> None:
    """Keep the list of one erasure, in its transaction. eids: ascending."""
    await erasure_list_store.add(tx, environment_id, erasure_id, eids)


def digest(eids: Iterable[UUID]) -> bytes:
    """Digest a list of eids: SHA-256 of the label and of each one's 16 bytes, ascending."""
    hashed = hashlib.sha256(LIST_LABEL)
    for eid in eids:
        hashed.update(eid.bytes)
    return hashed.digest()


async def lines(database: Database, environment_id: UUID) -> AsyncIterator[bytes]:
    """A line of JSON for each list, oldest first."""
    async with database.transaction(environment_id) as tx:
        wanted = await erasure_list_store.erasures(tx, environment_id)
    for erasure_id in wanted:
        async with database.transaction(environment_id) as tx:
            eids = await erasure_list_store.listed(tx, environment_id, erasure_id)
        told = {"eid": ids.public("ent", erasure_id), "entries": [ids.public("ent", eid) for eid in eids]}
        yield json.dumps(told).encode() + b"\n"
