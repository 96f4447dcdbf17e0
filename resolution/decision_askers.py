"""Who wants to hear of decisions: workflows that outcomes start, webhook endpoints, alert rules, instances that listen.

Looked up every few seconds, so that a sweep of decisions nobody asks for costs nothing, and no event is written for nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

import msgspec

from core import rounds
from core.database import Database, Transaction
from resolution import alert_rules, alert_store
from resolution.webhooks import endpoint_store
from resolution.workflows import definition_store, instance_store

EVERY_S = 3.0
KINDS: Mapping[str, str] = MappingProxyType({"decision.review": "review", "decision.decline": "decline"})
"""The events of decisions, each with its outcome."""


class Asking(msgspec.Struct, frozen=True):
    """starts: whether an outcome starts a workflow. kinds: events that somebody wants to be told."""

    starts: bool
    kinds: frozenset[str]

    @property
    def outcomes(self) -> list[str]:
        return [outcome for kind, outcome in KINDS.items() if self.starts or kind in self.kinds]


class DecisionAskers:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._asking: dict[UUID, Asking] = {}

    async def run(self) -> None:
        """Ask again and again, until cancelled."""
        await rounds.go_round(self._database, self.ask, EVERY_S)

    async def ask(self, environments: Sequence[UUID]) -> None:
        """Find out who of these asks; the place in the decisions is forgotten where nobody does any more."""
        async with self._database.transaction(environments) as tx:
            starting = set(await definition_store.triggered(tx, environments, list(KINDS)))
            wanted = await _wanted(tx, environments)
            asking = {
                each: Asking(each in starting, frozenset(wanted.get(each, ())))
                for each in environments
                if each in starting or wanted.get(each)
            }
            await instance_store.forget_places(tx, [each for each in environments if each not in asking])
        for each in environments:
            self._asking.pop(each, None)
        self._asking |= asking

    def of(self, environment_id: UUID) -> Asking | None:
        """Return what is asked in an environment, None for nothing."""
        return self._asking.get(environment_id)


async def _wanted(tx: Transaction, environments: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Which events endpoints, alert rules and instances want, by environment."""
    found: dict[UUID, set[str]] = {}
    for endpoint in await endpoint_store.enabled(tx, environments):
        kinds = {kind for kind in KINDS if endpoint.wants(kind)}
        found.setdefault(endpoint.environment_id, set()).update(kinds)
    rules = await alert_store.rules_of(tx, environments)
    for environment_id in environments:
        patterns = [rule.kinds for rule in rules.get(environment_id, alert_rules.SHIPPED)]
        found.setdefault(environment_id, set()).update(_matched(patterns))
    for environment_id, kind in await instance_store.listened_for(tx, environments, list(KINDS)):
        found.setdefault(environment_id, set()).add(kind)
    return found


def _matched(patterns: Iterable[Sequence[str]]) -> set[str]:
    return {kind for each in patterns for kind in KINDS if alert_rules.matches(each, kind)}
