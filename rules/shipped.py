"""The rulesets that ship with the service: what decides a use case until a tenant activates a version of its own.

A release may ship others. Each is kept before it decides, so that what it decided can be computed again.
"""

import functools
from pathlib import Path

import msgspec

from core.database import Database
from rules import store
from rules.canonical_json import encode
from rules.entities import RulesetVersion, VersionState
from rules.evaluation import PreparedRuleset, digest_of, prepare
from rules.store import ShippedRow

AUTHOR = "system"
_OTHER = "other"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of `defaults/`. outcomes and facts are what the check finds; a test keeps them true."""

    fallback: str
    outcomes: tuple[str, ...]
    facts: tuple[str, ...]
    graph: dict[str, object]


class Defaults:
    """The defaults of one release."""

    def __init__(self, folder: Path) -> None:
        """folder: one file for each use case that has a default of its own; every other one gets `other.json`."""
        self._folder = folder
        self._file = functools.cache(self._read)
        self._prepare = functools.cache(self._made_ready)
        self.names = functools.cache(self._names)

    def version(self, use_case: str) -> RulesetVersion:
        """The default of a use case as a version: number 0, without an id."""
        file = self._file(self._name(use_case))
        return RulesetVersion(
            id=None,
            use_case=use_case,
            number=0,
            digest=digest_of(file.graph, file.fallback),
            fallback=file.fallback,
            outcomes=file.outcomes,
            facts=file.facts,
            cost_us=0,
            author=AUTHOR,
            reason="The default that ships with the service.",
            created_at=None,
            graph=file.graph,
            author_member=None,
            state=VersionState.ACTIVE,
            approvals=(),
        )

    def prepared(self, use_case: str) -> PreparedRuleset:
        return self._prepare(self._name(use_case))

    async def keep(self, database: Database) -> None:
        """Keep them; several processes may do so at once. One query where all are kept."""
        rows = [self._row(name) for name in sorted(self.names() | {_OTHER})]
        async with database.unscoped() as tx:
            known = await store.kept_shipped(tx, [row.digest for row in rows])
            for row in rows:
                if row.digest not in known:
                    await store.keep_shipped(tx, row)

    def _names(self) -> frozenset[str]:
        return frozenset(file.stem for file in self._folder.glob("*.json")) - {_OTHER}

    def _name(self, use_case: str) -> str:
        return use_case if use_case in self.names() else _OTHER

    def _read(self, name: str) -> _File:
        return msgspec.json.decode((self._folder / f"{name}.json").read_bytes(), type=_File)

    def _made_ready(self, name: str) -> PreparedRuleset:
        file = self._file(name)
        digest = digest_of(file.graph, file.fallback)
        return prepare(file.graph, file.fallback, file.facts, version_id=None, digest=digest)

    def _row(self, name: str) -> ShippedRow:
        file = self._file(name)
        return ShippedRow(
            digest=digest_of(file.graph, file.fallback),
            graph=encode(file.graph).decode(),
            fallback=file.fallback,
            facts=list(file.facts),
        )


async def find_kept(database: Database, digest: bytes) -> PreparedRuleset | None:
    """Return a default of this release or of an earlier one."""
    async with database.unscoped() as tx:
        row = await store.find_shipped(tx, digest)
    if row is None:
        return None
    graph = msgspec.json.decode(row.graph)
    return prepare(graph, row.fallback, row.facts, version_id=None, digest=row.digest)


SHIPPED = Defaults(Path(__file__).parent / "defaults")
"""Those of this release."""
names, version, prepared = SHIPPED.names, SHIPPED.version, SHIPPED.prepared
