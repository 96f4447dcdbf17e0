"""Rows to learn from, out of stored decisions and their feedback: the very features that were scored, opened in memory."""

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg
import msgspec
import numpy as np

from core.clock import to_micros
from core.database import Database, Transaction
from core.ids import parse
from inference import answers, catalogue, feedback_events, feedback_versions, retraining_rows_store
from inference.dated import with_made
from inference.decision_batch import SEALED_PAYLOAD
from inference.declared.columns import GROUP
from inference.declared.then import AddedRows, PastFeatures, Then
from inference.drift_hours import first_id_at
from inference.entities import DecideCommand, Inputs
from inference.manifest import Task
from inference.retraining_entities import ROWS_MAX, TrainingRequest
from inference.retraining_goals import Goal, Takes, Truth, check_enough
from inference.retraining_port import ColumnRows, FeatureRows, LearningRows
from tenants import subjects
from tenants.vault import SubjectKey
from tenants.vaults import Vaults

PIECE = 500
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


class _Row(msgspec.Struct, frozen=True):
    """width: of the vector that was scored. asked: the question itself, where more is to be computed of it."""

    payload: _Payload
    truth: Truth
    at: int
    customer: UUID
    width: int
    asked: Then | None


_payloads = msgspec.json.Decoder(_Payload)
_takes = msgspec.json.Decoder(Takes)


class DecisionRows:
    """Reads the newest decisions that took what the champion takes, as many as a job may learn from."""

    def __init__(self, database: Database, vaults: Vaults) -> None:
        self._database = database
        self._vaults = vaults
        self._past = PastFeatures(database, vaults)

    async def takes(self, environment_id: UUID, version_id: UUID) -> Takes:
        """Raises: VersionNotFound."""
        async with self._database.transaction(environment_id) as tx:
            return _takes.decode((await feedback_versions.get(tx, environment_id, version_id)).manifest)

    async def read(
        self, environment_id: UUID, request: TrainingRequest, goal: Goal, now: dt.datetime
    ) -> LearningRows:
        """Raises: TrainingFailed when there are too few, or all alike."""
        known: dict[UUID, int | None] = {}
        rows: list[_Row] = []
        last: asyncpg.Record | None = None
        while len(rows) < ROWS_MAX:
            async with self._database.transaction(environment_id) as tx:
                piece = await _next(tx, environment_id, request, goal.task, now, last)
                if not piece:
                    break
                last = piece[-1]
                for version_id in {row["version_id"] for row in piece} - known.keys():
                    found = await feedback_versions.get(tx, environment_id, version_id)
                    takes = _takes.decode(found.manifest)
                    known[version_id] = len(takes.features) if goal.takes(takes) else None
                alike = [row for row in piece if known[row["version_id"]] is not None]
                rows += await self._open(tx, environment_id, goal, alike, known)
        if goal.champion.inputs == "facts":
            return await _features(environment_id, self._past, rows, goal)
        return _columns(rows, goal)

    async def _open(
        self,
        tx: Transaction,
        environment_id: UUID,
        goal: Goal,
        rows: Sequence[asyncpg.Record],
        widths: Mapping[UUID, int | None],
    ) -> list[_Row]:
        """Open payloads under their subjects' keys; who was erased is left out, and what has no truth of the kind."""
        vault = await self._vaults.of(environment_id)
        keys = await subjects.find_many(tx, [(environment_id, row["customer"]) for row in rows])
        opened = []
        for place, row in enumerate(rows):
            wrapped = keys.get((environment_id, row["customer"]))
            if wrapped is not None:
                key = vault.unwrap(row["customer"], wrapped)
                written = key.open(SEALED_PAYLOAD, row["id"], row["sealed"])
                payload = _payloads.decode(written)
                truth = _truth(goal.task, key, row)
                if payload.features and (
                    truth is not None or goal.task == "anomaly"
                ):  # a degraded decision has none
                    asked = None if goal.named is None else _asked(goal.use_case, written, row)
                    at, width = to_micros(row["decided_at"]), widths[row["version_id"]] or 0
                    opened.append(_Row(payload, truth, at, row["customer"], width, asked))
            if place % _BREATH == _BREATH - 1:
                await asyncio.sleep(0)
        return opened


def _truth(task: Task, key: SubjectKey, row: asyncpg.Record) -> Truth:
    """What was told of a decision, as far as the task learns from it; None where that was not told."""
    if task == "probability":
        return bool(row["happened"])
    if task == "number":
        return None if row["value"] is None else float(row["value"])
    if task == "classes":
        return feedback_events.open_feedback(key, row["feedback_id"], row["told"]).label
    return None


async def _next(
    tx: Transaction,
    environment_id: UUID,
    request: TrainingRequest,
    task: Task,
    now: dt.datetime,
    last: asyncpg.Record | None,
) -> list[asyncpg.Record]:
    use_case, since = request.use_case, now - dt.timedelta(days=request.days)
    between = (first_id_at(since), _HIGHEST if last is None else last["id"])
    if task == "anomaly":
        return await retraining_rows_store.every(tx, environment_id, use_case, between, PIECE)
    if request.presumed_after_days is None:
        before = (_END, _HIGHEST) if last is None else (last["decided_at"], last["id"])
        read = retraining_rows_store.judged if task == "probability" else retraining_rows_store.told
        return await read(tx, environment_id, use_case, since, before, PIECE)
    old = now - dt.timedelta(days=request.presumed_after_days)
    return await retraining_rows_store.presumed(tx, environment_id, use_case, between, old, PIECE)


async def _features(
    environment_id: UUID, past: PastFeatures, rows: Sequence[_Row], goal: Goal
) -> FeatureRows:
    """As they were scored; what a job names beside is computed anew, in the place of what the champion has there."""
    champion = goal.champion
    names = champion.features if goal.named is None else champion.of_set
    kept = [row for row in rows if len(row.payload.features) == row.width]
    beside = None
    if goal.named is not None:
        asked = [row.asked for row in kept if row.asked is not None]
        beside = await past.read(environment_id, goal.named, asked)
    found = feature_rows(
        goal,
        names,
        [row.payload.features[: len(names)] for row in kept],
        [row.truth for row in kept],
        [row.at for row in kept],
        [row.customer for row in kept],
        beside=beside,
    )
    if goal.named is not None:
        return found
    return msgspec.structs.replace(found, added=champion.columns, declared=champion.declared)


def _asked(use_case: str, opened: bytes, row: asyncpg.Record) -> Then:
    """The question that a decision was."""
    payload = answers.decode_payload(catalogue.get(use_case), opened)
    facts, own = payload.facts, payload.answer.transaction_id
    command = DecideCommand(
        use_case=use_case,
        transaction=facts.transaction,
        customer_id=facts.customer_id,
        transactions=facts.transactions,
        event=facts.event,
    )
    return Then(row["customer"], command, row["decided_at"], None if own is None else parse("txn", own))


def feature_rows(
    goal: Goal,
    names: tuple[str, ...],
    values: Sequence[Sequence[float | None]],
    truths: Sequence[Truth],
    at: Sequence[int],
    customers: Sequence[UUID],
    *,
    beside: AddedRows | None = None,
) -> FeatureRows:
    """Make arrays, oldest first; customers become numbers, in no order of theirs. beside: what stands behind the values.

    Raises: TrainingFailed.
    """
    target = goal.truths(truths)
    check_enough(goal.task, len(at), target)
    numbers = {customer: number for number, customer in enumerate(sorted(set(customers)))}
    order = np.array(at, np.int64)
    sort = np.argsort(order, kind="stable")
    matrix = np.array(values, np.float64).astype(np.float32)
    if beside is not None:
        names = (*names, *(column.name for column in beside.added.columns))
        matrix = np.hstack((matrix, beside.matrix))
    return FeatureRows(
        names,
        matrix[sort],
        target[sort] if len(target) else target,
        order[sort],
        np.array([numbers[customer] for customer in customers], np.int64)[sort],
        added=() if beside is None else beside.added.columns,
        declared=() if beside is None else beside.added.declared,
    )


def _columns(rows: Sequence[_Row], goal: Goal) -> ColumnRows:
    kept = sorted((row for row in rows if row.payload.facts.inputs is not None), key=lambda row: row.at)
    target = goal.truths([row.truth for row in kept])
    check_enough(goal.task, len(kept), target)
    return ColumnRows(
        [with_made(goal.champion.columns, _columns_of(row.payload.facts)) for row in kept],
        target,
        np.array([row.at for row in kept], np.int64),
        goal.champion.columns,
    )


def _columns_of(facts: _Facts) -> Inputs:
    """What was sent, and what the service computed then, under the names that columns of a version have."""
    computed = {f"{GROUP}{name}": value for name, value in (facts.computed or {}).items()}
    return {**(facts.inputs or {}), **computed}
