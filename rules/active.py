"""Which ruleset decides, for the decision path: looked up once a second for each use case of an environment.

A version never changes, so it is prepared once and kept; only which one is active is asked again. An activation in this
process counts at once, in others within a second.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from uuid import UUID
from weakref import WeakValueDictionary

import msgspec

from core.database import Database
from rules import shipped, store
from rules.errors import RulesetVersionNotFound
from rules.evaluation import PreparedRuleset, prepare
from rules.store import VersionRow

FRESH_FOR_S = 1.0
PREPARED_MAX = 2_000
KNOWN_MAX = 20_000

Key = tuple[UUID, str]


class ActiveRulesets:
    def __init__(self, database: Database, *, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._monotonic_s = monotonic_s
        self._active: OrderedDict[Key, tuple[float, PreparedRuleset]] = OrderedDict()
        self._prepared: OrderedDict[UUID, PreparedRuleset] = OrderedDict()
        self._asking: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        self._activations = 0

    def find_fresh(self, environment_id: UUID, use_case: str) -> PreparedRuleset | None:
        """Return what decides, when it was looked up within the last second; without waiting."""
        found = self._active.get((environment_id, use_case))
        return found[1] if found is not None and found[0] > self._monotonic_s() else None

    async def get(self, environment_id: UUID, use_case: str) -> PreparedRuleset:
        """Return what decides now: the active version, or the default that ships with the service."""
        found = self.find_fresh(environment_id, use_case)
        if found is not None:
            return found
        key = (environment_id, use_case)
        asking = self._asking.setdefault(key, asyncio.Lock())
        async with asking:
            return self.find_fresh(environment_id, use_case) or await self._ask(key)

    async def find(self, environment_id: UUID, use_case: str, version_id: UUID | None) -> PreparedRuleset:
        """Return one version, for a replay; None is the default.

        Raises: RulesetVersionNotFound.
        """
        if version_id is None:
            return shipped.prepared(use_case)
        async with self._database.transaction(environment_id) as tx:
            row = await store.find_version(tx, environment_id, use_case, version_id)
        if row is None:
            raise RulesetVersionNotFound("No such version of this ruleset.", internal=f"{version_id=}")
        return self._prepare(row)

    def forget(self, environment_id: UUID, use_case: str) -> None:
        """Ask again at the next decision: another version was activated here."""
        self._active.pop((environment_id, use_case), None)
        self._activations += 1

    async def _ask(self, key: Key) -> PreparedRuleset:
        environment_id, use_case = key
        activations = self._activations
        row: VersionRow | None = None
        async with self._database.transaction(environment_id) as tx:
            active = await store.find_active_id(tx, environment_id, use_case)
            known = None if active is None else self._prepared.get(active)
            if active is not None and known is None:
                row = await store.find_version(tx, environment_id, use_case, active)
        if row is not None:
            known = self._prepare(row)
        ruleset = known or shipped.prepared(use_case)
        if activations != self._activations:
            return (
                ruleset  # read before an activation here, perhaps: right for this decision, not for the next
            )
        self._active[key] = (self._monotonic_s() + FRESH_FOR_S, ruleset)
        self._active.move_to_end(key)
        if len(self._active) > KNOWN_MAX:
            self._active.popitem(last=False)
        return ruleset

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
