"""Versions of workflows, read once in each process: a version never changes."""

import collections
from uuid import UUID

import msgspec

from core.database import Transaction
from resolution.workflows import definition_store, reading
from resolution.workflows.tasks import Definition


class Everything:
    """Contains whatever is asked for: a stored version was checked when it was pushed."""

    def __contains__(self, _name: object) -> bool:
        return True


class KnownVersions:
    """Definitions by version, read once: a version never changes."""

    def __init__(self, at_most: int = 1_000) -> None:
        self._known: collections.OrderedDict[UUID, Definition] = collections.OrderedDict()
        self._at_most = at_most

    async def get(self, tx: Transaction, environment_id: UUID, version_id: UUID) -> Definition:
        known = self._known.get(version_id)
        if known is None:
            row = await definition_store.find_version(tx, environment_id, version_id)
            if row is None:
                raise LookupError(f"no version {version_id}")
            known = reading.read(msgspec.json.decode(row.document), Everything(), Everything())
            self._known[version_id] = known
            if len(self._known) > self._at_most:
                self._known.popitem(last=False)
        return known
