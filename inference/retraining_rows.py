"""Rows to learn from, out of stored decisions and their feedback: the very features that were scored, opened in memory."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec
import numpy as np

from core.clock import to_micros
from core.database import Database, Transaction
from inference import feedback_versions, retraining_rows_store
from inference.decision_batch import SEALED_PAYLOAD
from inference.declared.columns import GROUP
from inference.drift_hours import first_id_at
from inference.entities import Inputs
from inference.retraining_entities import ROWS_MAX, TrainingFailed, TrainingRequest
from inference.retraining_port import ColumnRows, FeatureRows, LearningRows
from tenants import subjects
from tenants.vaults import Vaults

PIECE = 500
ROWS_MIN, CLASS_MIN = 200, 20
# Payloads opened without letting others run: about 5 ms.
_BREATH = 50
_HIGHEST = UUID(int=(1 << 128) - 1)
_END = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


class _Facts(msgspec.Struct, frozen=True):
    inputs: Inputs | None = None
    computed: Inputs | None = None


class _Payload(msgspec.Struct, frozen=True):
    """What is read of a payload."""

    facts: _Facts
    features: list[float | None]


class _Takes(msgspec.Struct, frozen=True):
    """What is read of a manifest: what a version takes."""

    inputs: str
    features: tuple[str, ...]


class _Row(msgspec.Struct, frozen=True):
    payload: _Payload
    happened: bool
    at: int
    customer: UUID


_payloads = msgspec.json.Decoder(_Payload)
_takes = msgspec.json.Decoder(_Takes)


class DecisionRows:
    """Reads the newest decisions, as many as a job may learn from."""

    def __init__(self, database: Database, vaults: Vaults) -> None:
        self._database = database
        self._vaults = vaults

    async def read(self, environment_id: UUID, request: TrainingRequest, now: dt.datetime) -> LearningRows:
        """Raises: TrainingFailed when there are too few."""
        since = now - dt.timedelta(days=request.days)
        takes: _Takes | None = None
        known: dict[UUID, _Takes] = {}
        rows: list[_Row] = []
        last: asyncpg.Record | None = None
        while len(rows) < ROWS_MAX:
            async with self._database.transaction(environment_id) as tx:
                piece = await _next(tx, environment_id, request, since, now, last)
                if not piece:
                    break
                last = piece[-1]
                for version_id in {row["version_id"] for row in piece} - known.keys():
                    found = await feedback_versions.get(tx, environment_id, version_id)
                    known[version_id] = _takes.decode(found.manifest)
                takes = takes or known[piece[0]["version_id"]]
                alike = [row for row in piece if known[row["version_id"]] == takes]
                rows += await self._open(tx, environment_id, alike)
        check_enough(len(rows), sum(row.happened for row in rows))
        return _features(rows, takes) if takes and takes.inputs == "facts" else _columns(rows)

    async def _open(
        self, tx: Transaction, environment_id: UUID, rows: Sequence[asyncpg.Record]
    ) -> list[_Row]:
        """Open payloads under their subjects' keys; who was erased is left out."""
        vault = await self._vaults.of(environment_id)
        keys = await subjects.find_many(tx, [(environment_id, row["customer"]) for row in rows])
        opened = []
        for at, row in enumerate(rows):
            wrapped = keys.get((environment_id, row["customer"]))
            if wrapped is not None:
                key = vault.unwrap(row["customer"], wrapped)
                payload = _payloads.decode(key.open(SEALED_PAYLOAD, row["id"], row["sealed"]))
                if payload.features:  # a degraded decision has none
                    opened.append(
                        _Row(payload, row["happened"], to_micros(row["decided_at"]), row["customer"])
                    )
            if at % _BREATH == _BREATH - 1:
                await asyncio.sleep(0)
        return opened


def check_enough(rows: int, positives: int) -> None:
    """Raises: TrainingFailed."""
    if rows < ROWS_MIN or min(positives, rows - positives) < CLASS_MIN:
        raise TrainingFailed(
            f"There are {rows:,} rows to learn from, {positives:,} of them happened; at least {ROWS_MIN} rows with "
            f"{CLASS_MIN} of each kind are needed. Send more feedback, look further back, or presume."
        )


async def _next(
    tx: Transaction,
    environment_id: UUID,
    request: TrainingRequest,
    since: dt.datetime,
    now: dt.datetime,
    last: asyncpg.Record | None,
) -> list[asyncpg.Record]:
    if request.presumed_after_days is None:
        before = (_END, _HIGHEST) if last is None else (last["decided_at"], last["id"])
        return await retraining_rows_store.judged(tx, environment_id, request.use_case, since, before, PIECE)
    between = (first_id_at(since), _HIGHEST if last is None else last["id"])
    old = now - dt.timedelta(days=request.presumed_after_days)
    return await retraining_rows_store.presumed(tx, environment_id, request.use_case, between, old, PIECE)


def _features(rows: Sequence[_Row], takes: _Takes) -> FeatureRows:
    width = len(takes.features)
    kept = [row for row in rows if len(row.payload.features) == width]
    check_enough(len(kept), sum(row.happened for row in kept))
    return feature_rows(
        takes.features,
        [row.payload.features for row in kept],
        [row.happened for row in kept],
        [row.at for row in kept],
        [row.customer for row in kept],
    )


def feature_rows(
    names: tuple[str, ...],
    values: Sequence[Sequence[float | None]],
    happened: Sequence[bool],
    at: Sequence[int],
    customers: Sequence[UUID],
) -> FeatureRows:
    """Make arrays, oldest first; customers become numbers, in no order of theirs."""
    numbers = {customer: number for number, customer in enumerate(sorted(set(customers)))}
    order = np.array(at, np.int64)
    sort = np.argsort(order, kind="stable")
    return FeatureRows(
        names,
        np.array(values, np.float64).astype(np.float32)[sort],
        np.array(happened, np.bool_)[sort],
        order[sort],
        np.array([numbers[customer] for customer in customers], np.int64)[sort],
    )


def _columns(rows: Sequence[_Row]) -> ColumnRows:
    kept = sorted((row for row in rows if row.payload.facts.inputs is not None), key=lambda row: row.at)
    check_enough(len(kept), sum(row.happened for row in kept))
    return ColumnRows(
        [_columns_of(row.payload.facts) for row in kept],
        np.array([row.happened for row in kept], np.bool_),
        np.array([row.at for row in kept], np.int64),
    )


def _columns_of(facts: _Facts) -> Inputs:
    """What was sent, and what the service computed then, under the names that columns of a version have."""
    computed = {f"{GROUP}{name}": value for name, value in (facts.computed or {}).items()}
    return {**(facts.inputs or {}), **computed}
