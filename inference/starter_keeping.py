"""Starters outlive their release: each is kept, files and row, before it decides for the first time.

A release that ships another starter no longer has the one before, but what that one decided names it for ever.
"""

import asyncio
import logging
from uuid import UUID

from core.database import Database
from core.objects import Objects
from inference import artefacts, version_store
from inference.starters import SHIPPED, Starters
from inference.version_files import VersionFiles

_NOBODY = UUID(int=0)
"""Stands where an environment would: kept starters are everybody's."""

_log = logging.getLogger(__name__)


async def keep_starters(database: Database, objects: Objects, starters: Starters = SHIPPED) -> int:
    """Keep the starters of a release that are not kept yet. Returns: how many those were.

    For every process that decides, before it does; several may do so at once. Where all are kept it costs a query and the
    reading of their manifests. A starter whose files were lost is kept again while its release runs.
    Raises: DatabaseUnavailable, ArtefactInvalid, OSError where the object store takes nothing.
    """
    files = VersionFiles(objects, starters)
    rows = [starters.row(_NOBODY, use_case) for use_case in starters.names()]
    kept = await asyncio.gather(*[files.are_kept(row.digest) for row in rows])
    missing = [row for row, there in zip(rows, kept, strict=True) if not there]
    for row in missing:
        read = await asyncio.to_thread(starters.files, row.use_case)
        await asyncio.to_thread(artefacts.verify, read, kept=True)
        await files.keep(row.digest, read)
    async with database.unscoped() as tx:
        known = await version_store.kept_starters(tx, [row.id for row in rows])
        for row in rows:
            if row.id not in known:
                await version_store.keep_starter(tx, row)
    if missing:
        _log.info("Starters were kept.", extra={"count": len(missing)})
    return len(missing)
