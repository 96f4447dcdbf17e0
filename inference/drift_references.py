"""What a version's live values are compared with: what it was trained on, where a job or its card tells, else its first decisions."""

import datetime as dt
from collections.abc import Set as AbstractSet
from typing import Protocol
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.clock import Clock
from core.database import Database
from inference import drift, drift_store, feedback_versions
from inference.drift_cards import read_card
from inference.drift_hours import EVERY, hour_of, sampled
from inference.drift_samples import SampleReader, Samples
from inference.drift_store import SAMPLE_MAX, Hour, HourKey, ReferenceRow
from tenants.vaults import Vaults

FIRST_DECISIONS, TRAINING = "first_decisions", "training"
ROWS_MIN = 500
# A reference of less than a day would call every evening drift.
HOURS_MIN = 24
HOURS_MAX = 24 * 90
SCORE, ANSWER = "=score", "=answer"
_SEALED = "drift_reference.sealed"
BEGINNING = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class Reference(msgspec.Struct, frozen=True):
    """columns: rising present values by name, float32; missing: how many had none. until: live decisions begin here.

    Each column is sorted by itself, so that no row of anybody's can be put together again; sealed at rest all the same.
    """

    until: dt.datetime
    columns: dict[str, bytes]
    missing: dict[str, int]

    def of(self, name: str) -> drift.Reference:
        values = np.frombuffer(self.columns[name], "<f4").astype(np.float64)
        return drift.Reference(values, self.missing[name])


def reference_of(samples: Samples, until: dt.datetime) -> Reference:
    columns = dict(zip(samples.names, samples.features.T, strict=True)) | {SCORE: samples.scores}
    if not np.isnan(samples.answers).all():
        columns[ANSWER] = samples.answers
    made = {name: drift.reference_of(column) for name, column in columns.items()}
    return Reference(
        until=until,
        columns={name: one.values.astype("<f4").tobytes() for name, one in made.items()},
        missing={name: one.missing for name, one in made.items()},
    )


class Cards(Protocol):
    """Has the cards of versions."""

    async def card(self, environment_id: UUID, version_id: UUID) -> bytes | None:
        """The bytes of `card.json`; None of a version that has none, or whose files are lost."""
        ...


class References:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock, cards: Cards | None = None) -> None:
        """cards: where an uploaded version's reference is; None where only references of jobs are kept."""
        self._cards = cards
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._reader = SampleReader(database, vaults)

    async def find(
        self, environment_id: UUID, use_case: str, version_id: UUID, role: str
    ) -> tuple[ReferenceRow, Reference] | None:
        """Return a version's reference: what it was trained on, where a job or its card tells, else its first decisions once
        there are enough of them; None before."""
        vault = await self._vaults.of(environment_id)
        async with self._database.transaction(environment_id) as tx:
            row = await drift_store.find_reference(tx, environment_id, version_id)
            named = feedback_versions.named(await feedback_versions.get(tx, environment_id, version_id))
            key = HourKey(use_case, version_id, role, BEGINNING)
            until = hour_of(self._clock.now())
            hours = await drift_store.hours(tx, environment_id, key, until, HOURS_MAX) if row is None else []
        if row is not None:
            opened = vault.open_tenant(_SEALED, version_id, row.sealed)
            return row, msgspec.msgpack.decode(opened, type=Reference)
        of_card = await self._of_card(environment_id, version_id, frozenset(named.compared))
        return of_card or await self._of_first(environment_id, version_id, role, hours)

    async def keep_training(
        self,
        environment_id: UUID,
        version_id: UUID,
        names: tuple[str, ...],
        matrix: NDArray[np.float32],
        scores: NDArray[np.float64],
    ) -> None:
        """Keep what a version was trained on as its reference: a thousand rows, drawn the same way every time."""
        chosen = np.random.default_rng(0).permutation(len(matrix))[:SAMPLE_MAX]
        nobody = np.empty(0, np.float64)
        samples = Samples(names, matrix[chosen].astype(np.float64), scores[chosen], nobody)
        reference = reference_of(samples, BEGINNING)
        await self._keep(environment_id, version_id, TRAINING, reference, len(chosen))

    async def keep_card(self, environment_id: UUID, version_id: UUID) -> None:
        """Keep what a version's card tells of its training as its reference, if it tells. Raises: VersionNotFound."""
        async with self._database.transaction(environment_id) as tx:
            named = feedback_versions.named(await feedback_versions.get(tx, environment_id, version_id))
        await self._of_card(environment_id, version_id, frozenset(named.compared))

    async def _of_card(
        self, environment_id: UUID, version_id: UUID, names: AbstractSet[str]
    ) -> tuple[ReferenceRow, Reference] | None:
        """Keep what the card of an uploaded version tells of its training; not what tells nothing of the values by these names, as cards of
        classes once did."""
        card = None if self._cards is None else await self._cards.card(environment_id, version_id)
        found = None if card is None else read_card(card)
        if found is None:
            return None
        rows, columns, missing = found
        if names.isdisjoint(columns):
            return None
        return await self._keep(
            environment_id, version_id, TRAINING, Reference(BEGINNING, columns, missing), rows
        )

    async def _of_first(
        self, environment_id: UUID, version_id: UUID, role: str, hours: list[tuple[dt.datetime, Hour]]
    ) -> tuple[ReferenceRow, Reference] | None:
        """Keep the version's first decisions, once there are enough of them in whole hours of a day or more."""
        ids: list[UUID] = []
        until = BEGINNING
        for hour, found in hours:
            ids += found.sample
            until = hour + EVERY
            if len(ids) >= SAMPLE_MAX and until - hours[0][0] >= EVERY * HOURS_MIN:
                break
        if len(ids) < ROWS_MIN or until - hours[0][0] < EVERY * HOURS_MIN:
            return None
        first = await self._reader.read(environment_id, version_id, role, sampled(ids))
        if len(first.scores) < ROWS_MIN:
            return None
        reference = reference_of(first, until)
        return await self._keep(environment_id, version_id, FIRST_DECISIONS, reference, len(first.scores))

    async def _keep(
        self, environment_id: UUID, version_id: UUID, origin: str, reference: Reference, rows: int
    ) -> tuple[ReferenceRow, Reference]:
        vault = await self._vaults.of(environment_id)
        row = ReferenceRow(
            environment_id=environment_id,
            version_id=version_id,
            origin=origin,
            rows=rows,
            created_at=self._clock.now(),
            sealed=vault.seal_tenant(_SEALED, version_id, msgspec.msgpack.encode(reference)),
        )
        async with self._database.transaction(environment_id) as tx:
            await drift_store.add_reference(tx, row)
        return row, reference
