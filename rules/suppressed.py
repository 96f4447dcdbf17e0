"""What is suppressed, for the decision path: held in memory and asked about once a second, where a ruleset reads it."""

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Database
from core.fresh import Fresh
from core.ids import public
from rules import suppression_store
from rules.suppression_entities import PREFIX, Silence, Suppression

HELD_MAX = 1_000


class Held(msgspec.Struct, frozen=True):
    """What is suppressed in an environment, by the digest of whom it is about."""

    changes: int
    by_digest: Mapping[bytes, Sequence[Suppression]]

    def silences(self, digests: Sequence[bytes], use_case: str, at: dt.datetime) -> tuple[Silence, ...]:
        """Return what covers any of the digests at a moment, oldest first."""
        return tuple(
            Silence(id=public(PREFIX, each.id), cause=each.cause, rule=each.rule)
            for digest in digests
            for each in self.by_digest.get(digest, ())
            if at < each.until and each.use_case in (None, use_case)
        )


class SuppressionsInMemory:
    def __init__(
        self, database: Database, clock: Clock, *, monotonic_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._clock = clock
        self._known: Fresh[UUID, Held] = Fresh(self._look_up, known_max=HELD_MAX, monotonic_s=monotonic_s)
        self._latest: dict[UUID, Held] = {}

    def find(self, environment_id: UUID) -> Held | None:
        """Return what is suppressed, if that is known without waiting."""
        return self._known.find(environment_id)

    async def get(self, environment_id: UUID) -> Held:
        return await self._known.get(environment_id)

    async def _look_up(self, environment_id: UUID) -> Held:
        latest = self._latest.get(environment_id)
        async with self._database.transaction(environment_id) as tx:
            changes = await suppression_store.changes(tx, environment_id)
            if latest is not None and latest.changes == changes:
                return latest
            rows = await suppression_store.open_ones(tx, environment_id, self._clock.now())
        by_digest: dict[bytes, list[Suppression]] = {}
        for row in rows:
            by_digest.setdefault(row.digest, []).append(row)
        held = Held(changes, by_digest)
        if len(self._latest) >= HELD_MAX:
            del self._latest[next(iter(self._latest))]
        self._latest[environment_id] = held
        return held


def is_suppressed(silences: Sequence[Silence], causes: Sequence[str]) -> bool:
    """Say whether a decision with these reasons, the strongest first, is covered whatever rule it is about.

    A suppression of one reason covers a decision for which that is the first: what has a stronger one is another matter.
    """
    return any(each.rule is None and each.cause in (None, *causes[:1]) for each in silences)


def suppressed_rules(silences: Sequence[Silence], causes: Sequence[str]) -> list[str]:
    """Name the rules that are not to trouble anybody about this decision."""
    named = (each.rule for each in silences if each.cause in (None, *causes[:1]))
    return sorted({rule for rule in named if rule is not None})
