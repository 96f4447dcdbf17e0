"""A draft run over stored decisions: each opened, read as far as rules read it, decided anew and counted. No I/O."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

import asyncpg
import msgspec

from inference.backtests.entities import Scope
from inference.backtests.reading import Payload, Reading, Then, Vector
from inference.backtests.tallies import ChunkTally, Counting
from inference.catalogue import UseCase
from inference.decision_batch import SEALED_PAYLOAD
from rules.evaluation import PreparedRuleset
from tenants.vault import SubjectKey


class Several(Protocol):
    """Knows which of several scored rows a decision explained."""

    def __call__(self, row: asyncpg.Record, written: bytes) -> int: ...


class Trial:
    """What is tried, and what it is compared with besides what was stored. current: None for nothing else."""

    def __init__(
        self, use_case: UseCase, draft: PreparedRuleset, current: PreparedRuleset | None, scope: Scope
    ) -> None:
        self.use_case = use_case
        self.draft = draft
        self.current = current
        self.scope = scope
        self.reading = Reading(use_case, (*draft.facts, *(() if current is None else current.facts)))


class ChunkTrial:
    """Tries the decisions of one chunk, one after the other."""

    def __init__(
        self,
        trial: Trial,
        vectors: Mapping[UUID, Vector],
        silenced: Mapping[UUID | None, bool],
        several: Several,
    ) -> None:
        """vectors: of each version that scored one of the decisions. silenced: whether a ruleset that decided read what is
        suppressed."""
        self._trial = trial
        self._vectors = vectors
        self._several = several
        self._silenced = silenced
        self._stored = Counting("stored", trial.scope.seed)
        self._current = None if trial.current is None else Counting("current", trial.scope.seed)
        self._decisions = self._erased = self._unreadable = self._fallback = 0
        self._same = self._same_changed = self._incomplete = 0
        self._not_held: dict[str, int] = {}

    def add(self, row: asyncpg.Record, key: SubjectKey | None, *, happened: bool | None) -> None:
        """key: of the decision's customer; None after an erasure. happened: the truth, where known."""
        sealed = row["sealed"]
        if key is None or sealed is None:
            self._erased += 1
            return
        written = key.open(SEALED_PAYLOAD, row["id"], sealed)
        try:
            payload = self._trial.reading.decode(written)
        except msgspec.DecodeError:
            self._unreadable += 1
            return
        self._decide(row, payload, written, happened=happened)

    def tally(self) -> ChunkTally:
        return ChunkTally(
            decisions=self._decisions,
            erased=self._erased,
            unreadable=self._unreadable,
            fallback=self._fallback,
            same=self._same,
            same_changed=self._same_changed,
            incomplete=self._incomplete,
            not_held=self._not_held,
            tallies=tuple(
                counting.tally() for counting in (self._stored, self._current) if counting is not None
            ),
        )

    def _decide(
        self, row: asyncpg.Record, payload: Payload, written: bytes, *, happened: bool | None
    ) -> None:
        trial, stored = self._trial, row["outcome"]
        current = trial.current
        if (
            row["score"] is None
        ):  # no model was to be had: a ruleset gives its fallback then, and so would these
            self._fallback += 1
            after = trial.draft.fallback
            before = None if current is None else current.fallback
        else:
            facts = self._facts(row, payload, written)
            after = trial.draft.evaluate(facts).outcome
            before = None if current is None else current.evaluate(facts).outcome
        self._decisions += 1
        if row["ruleset_version_id"] == trial.draft.version_id is not None:
            self._same += 1
            self._same_changed += stored != after
        counted = trial.reading.counted(payload)
        self._stored.add(row["id"], stored, after, counted, happened=happened)
        if self._current is not None and before is not None:
            self._current.add(row["id"], before, after, counted, happened=happened)

    def _facts(self, row: asyncpg.Record, payload: Payload, written: bytes) -> dict[str, object]:
        reading, missing = self._trial.reading, list[str]()
        vector, explained = self._vectors[row["version_id"]], 0
        if reading.features and len(payload.features) > vector.width:
            explained = self._several(row, written)
        silenced = self._silenced.get(row["ruleset_version_id"], False)
        then = Then(row["score"], row["decided_at"], vector, explained, silenced)
        facts = reading.facts(payload, then, missing)
        if missing:
            self._incomplete += 1
            for fact in missing:
                self._not_held[fact] = self._not_held.get(fact, 0) + 1
        return facts
