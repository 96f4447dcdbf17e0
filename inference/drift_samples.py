"""Live values of a sample of decisions: payloads opened under their subjects' keys, in memory and nowhere else."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.database import Database, Transaction
from inference import drift_store, feedback_versions
from inference.decision_batch import SEALED_PAYLOAD
from tenants import subjects
from tenants.vaults import Vaults

# Payloads opened without letting others run: about 5 ms.
_BREATH = 50
_MILLION = 1_000_000
_NAN = float("nan")


class _Features(msgspec.Struct, frozen=True):
    """What is read of a payload."""

    features: list[float | None]


class Samples(msgspec.Struct, frozen=True):
    """names: of the features. features: float64[n, len(names)], NaN where missing. scores: float64[n], of the version."""

    names: tuple[str, ...]
    features: NDArray[np.float64]
    scores: NDArray[np.float64]


class SampleReader:
    def __init__(self, database: Database, vaults: Vaults) -> None:
        self._database = database
        self._vaults = vaults

    async def read(self, environment_id: UUID, version_id: UUID, role: str, ids: Sequence[UUID]) -> Samples:
        """Open the features and scores of these decisions. What was erased, and what another feature set made, is left out.

        Raises: VersionNotFound.
        """
        async with self._database.transaction(environment_id) as tx:
            rows = await drift_store.payloads(tx, environment_id, ids)
            keys = await subjects.find_many(tx, [(environment_id, row["customer"]) for row in rows])
            said = (
                await drift_store.shadow_scores(tx, environment_id, ids, version_id)
                if role == "shadow"
                else {}
            )
            names = await _names(tx, environment_id, version_id)
            made_by = {row["version_id"] for row in rows}
            alike = {each for each in made_by if await _names(tx, environment_id, each) == names}
        vault = await self._vaults.of(environment_id)
        found: list[list[float | None]] = []
        scores: list[float] = []
        for at, row in enumerate(rows):
            wrapped = keys.get((environment_id, row["customer"]))
            if wrapped is not None:
                key = vault.unwrap(row["customer"], wrapped)
                payload = key.open(SEALED_PAYLOAD, row["id"], row["sealed"])
                score = said.get(row["id"]) if role == "shadow" else row["score"]
                scores.append(_NAN if score is None else score / _MILLION)
                if row["version_id"] in alike:
                    found += _rows(msgspec.json.decode(payload, type=_Features).features, len(names))
            if at % _BREATH == _BREATH - 1:
                await asyncio.sleep(0)
        matrix = np.array(found, np.float64).reshape(len(found), len(names))
        return Samples(names, matrix, np.array(scores, np.float64))


async def _names(tx: Transaction, environment_id: UUID, version_id: UUID) -> tuple[str, ...]:
    return feedback_versions.features_of(await feedback_versions.get(tx, environment_id, version_id))


def _rows(values: list[float | None], width: int) -> list[list[float | None]]:
    """The rows of one payload: a question about several things has several, one after another."""
    if width == 0 or not values or len(values) % width:
        return []
    return [values[at : at + width] for at in range(0, len(values), width)]
