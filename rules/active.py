"""Which ruleset decides, for the decision path: looked up about once a second for each use case of an
environment, without a decision waiting for it.

A version never changes, so it is prepared once and kept; only which one is active is asked again. An activation in this
process counts at once, in others within a second.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from uuid import UUID

import msgspec

from core.database import Database
from core.fresh import Fresh
from rules import store
from rules.errors import RulesetVersionNotFound
from rules.evaluation import PreparedRuleset, prepare
from rules.shipped import SHIPPED, Defaults, find_kept
from rules.store import VersionRow

PREPARED_MAX = 2_000

Key = tuple[UUID, str]


class RulesetSource(msgspec.Struct, frozen=True, kw_only=True):
    """What a version is prepared from, to be sent to a process that decides elsewhere. graph: JSON."""

    graph: bytes
    fallback: str
    facts: tuple[str, ...]
    version_id: UUID | None
    digest: bytes

    def prepared(self) -> PreparedRuleset:
        return prepare(
            msgspec.json.decode(self.graph),
            self.fallback,
            self.facts,
            version_id=self.version_id,
            digest=self.digest,
        )


class ActiveRulesets:
    def __init__(
        self,
        database: Database,
        *,
        monotonic_s: Callable[[], float] = time.monotonic,
        defaults: Defaults = SHIPPED,
    ) -> None:
        """defaults: of this release. shadows: what rules beside what decides, where anything does; known with what decides."""
        self._database = database
        self._defaults = defaults
        self._active: Fresh[Key, PreparedRuleset] = Fresh(self._look_up, monotonic_s=monotonic_s)
        self._prepared: OrderedDict[UUID, PreparedRuleset] = OrderedDict()
        self.shadows: dict[Key, PreparedRuleset] = {}

    def find_active(self, environment_id: UUID, use_case: str) -> PreparedRuleset | None:
        """Return what decides now, if that is known without waiting."""
        return self._active.find((environment_id, use_case))

    async def get(self, environment_id: UUID, use_case: str) -> PreparedRuleset:
        """Return what decides now: the active version, or the default that ships with the service."""
        return await self._active.get((environment_id, use_case))

    async def find(
        self, environment_id: UUID, use_case: str, version_id: UUID | None, digest: bytes
    ) -> PreparedRuleset:
        """Return one version, for a replay; None is a default, which is known by its digest.

        Raises: RulesetVersionNotFound.
        """
        if version_id is None:
            return await self._default(use_case, digest)
        return self._prepare(await self._find_row(environment_id, use_case, version_id))

    async def version(self, environment_id: UUID, use_case: str, version_id: UUID) -> PreparedRuleset:
        """Return one version, read once by this process. Raises: RulesetVersionNotFound."""
        known = self._prepared.get(version_id)
        return known or self._prepare(await self._find_row(environment_id, use_case, version_id))

    async def source(self, environment_id: UUID, use_case: str, version_id: UUID | None) -> RulesetSource:
        """Return what one version is made of; None is the default. Raises: RulesetVersionNotFound."""
        if version_id is None:
            default = self._defaults.version(use_case)
            return RulesetSource(
                graph=msgspec.json.encode(default.graph), fallback=default.fallback, facts=default.facts,
                version_id=None, digest=default.digest,
            )  # fmt: skip
        row = await self._find_row(environment_id, use_case, version_id)
        return RulesetSource(
            graph=row.graph.encode(), fallback=row.fallback, facts=tuple(row.facts), version_id=row.id,
            digest=row.digest,
        )  # fmt: skip

    async def _find_row(self, environment_id: UUID, use_case: str, version_id: UUID) -> VersionRow:
        async with self._database.transaction(environment_id) as tx:
            row = await store.find_version(tx, environment_id, use_case, version_id)
        if row is None:
            raise RulesetVersionNotFound("No such version of this ruleset.", internal=f"{version_id=}")
        return row

    async def _default(self, use_case: str, digest: bytes) -> PreparedRuleset:
        current = self._defaults.prepared(use_case)
        found = current if current.digest == digest else await find_kept(self._database, digest)
        if found is None:
            raise RulesetVersionNotFound("The default that decided is not kept here.", internal=digest.hex())
        return found

    def forget(self, environment_id: UUID, use_case: str) -> None:
        """Ask again at the next decision: another version was activated here."""
        self._active.forget((environment_id, use_case))

    async def look_up(self, environment_id: UUID, use_case: str) -> PreparedRuleset:
        """Read what decides now, which goes on being what is known until it is `put`."""
        return await self._look_up((environment_id, use_case))

    def hold(self, environment_id: UUID, use_case: str) -> None:
        """Let what is known decide until it is `put`, a moment from now."""
        self._active.hold((environment_id, use_case))

    def put(self, environment_id: UUID, use_case: str, ruleset: PreparedRuleset) -> None:
        """Let what was looked up decide from the next question on, without anybody waiting for it."""
        self._active.put((environment_id, use_case), ruleset)

    async def _look_up(self, key: Key) -> PreparedRuleset:
        environment_id, use_case = key
        async with self._database.transaction(environment_id) as tx:
            active, shadow = places = await store.find_places(tx, environment_id, use_case)
            unknown = [each for each in places if each is not None and each not in self._prepared]
            if unknown:
                for row in await store.find_versions(tx, environment_id, use_case, unknown):
                    self._prepare(row)
        beside = None if shadow is None else self._prepared.get(shadow)
        if beside is None:
            self.shadows.pop(key, None)
        else:
            self.shadows[key] = beside
        found = None if active is None else self._prepared.get(active)
        return found or self._defaults.prepared(use_case)

    def _prepare(self, row: VersionRow) -> PreparedRuleset:
        found = self._prepared.get(row.id)
        if found is None:
            graph = msgspec.json.decode(row.graph)
            found = prepare(graph, row.fallback, row.facts, version_id=row.id, digest=row.digest)
            self._prepared[row.id] = found
        self._prepared.move_to_end(row.id)
        if len(self._prepared) > PREPARED_MAX:
            self._prepared.popitem(last=False)
        return found
