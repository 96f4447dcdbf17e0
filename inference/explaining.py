"""The explanation of a decision, fetched later: at once for trees and classes, in the background for a model made elsewhere."""

import asyncio
import contextlib
import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from core import jobs
from core.clock import Clock
from core.database import Database
from core.errors import ErrorKind, PlatformError
from core.ids import public
from inference import answers, artefacts, catalogue, explanation_store
from inference.artefacts import LoadedVersion
from inference.asks import Ask
from inference.class_reasons import ClassReasons
from inference.decisions import DecisionErased, Decisions
from inference.explanations.permutation import Shares, explain
from inference.fact_reasons import FactReasons
from inference.reasons import Reason
from inference.registry import Registry
from inference.replays import Replays, predicted_again
from inference.uploads.declaration import matrix_of, read_sample
from tenants.permissions import Permission
from tenants.principals import Principal

JOB = "decision.explain"
ASKED_AGAIN_AFTER = timedelta(minutes=10)
_SEALED = "decision_explanation.sealed"
_SEED_BYTES = 8
Method = Literal["tree", "evidence", "exact", "sampled"]
_json = msgspec.json.Encoder()


class ExplanationImpossible(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "explanation_impossible"
    fix = "Ask about a decision that has a score, of a version that is a sum of parts."


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An explanation at rest, as `permutation.Shares`."""

    margin: float
    base_value: float
    contributions: dict[str, float]
    exact: bool
    error: float


class DecisionExplanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a decision has its score.

    status: `pending` while it is made in the background; then nothing else is told. method: `tree` (exact, path
    dependent), `evidence` (exact, by column, of the class that was named), `exact` (every set of columns asked) or `sampled`
    (random orders). margin = base_value + the sum of contributions. error: the largest standard error of a sampled one.
    """

    decision_id: str
    status: Literal["pending", "ready"]
    method: Method | None
    margin: float | None
    base_value: float | None
    error: float | None
    contributions: dict[str, float]
    reasons: list[Reason]


class _Wanted(msgspec.Struct, frozen=True):
    environment_id: UUID
    decision_id: UUID


class Explanations:
    """Fetches explanations, and has those of models made elsewhere made by the worker."""

    def __init__(self, database: Database, replays: Replays, decisions: Decisions, clock: Clock) -> None:
        self._database = database
        self._replays = replays
        self._decisions = decisions
        self._clock = clock

    async def get(self, caller: Principal, decision_id: UUID) -> DecisionExplanation:
        """Return the explanation; the first time it is asked for, one of a model made elsewhere is begun.

        Raises: PermissionDenied, DecisionNotFound, DecisionErased, ExplanationImpossible.
        """
        caller.require(Permission.DECISIONS_READ)
        ask, payload = await self._replays.recall(caller, decision_id)
        version = ask.deployed.version
        if ask.deployed.classes is not None:
            told = await asyncio.to_thread(_of_class, ask, ask.deployed.classes, payload)
            return _ready(decision_id, told, "evidence", payload.answer.reasons)
        row = await asyncio.to_thread(_row_of_score, ask, payload)
        if version.explained_later:
            kept = await self._find_or_ask(caller.environment_id, decision_id)
            method: Method = "exact" if kept is None or kept.exact else "sampled"
            if kept is None:
                return _pending(decision_id)
            parts = np.array([kept.contributions[name] for name in version.features])
            reasons = ask.deployed.wording.reasons(row, parts, language=ask.command.language)
            return _ready(decision_id, kept, method, reasons)
        parts = (await asyncio.to_thread(version.explain, row[np.newaxis]))[0]
        if abs(version.base_value + float(parts.sum()) - (payload.margin or 0.0)) > answers.ADDITIVE:
            raise ExplanationImpossible(
                "The score of this version is no sum of parts: it is of a learnt policy, or of classes and trained before their"
                " parts were kept."
            )
        kept = Kept(
            margin=payload.margin or 0.0,
            base_value=version.base_value,
            contributions=dict(zip(version.features, parts.tolist(), strict=True)),
            exact=True,
            error=0.0,
        )
        return _ready(decision_id, kept, "tree", payload.answer.reasons)

    async def _find_or_ask(self, environment_id: UUID, decision_id: UUID) -> Kept | None:
        async with self._database.transaction(environment_id) as tx:
            sealed = await explanation_store.find(tx, environment_id, decision_id)
            if sealed is None:
                now = self._clock.now()
                if await explanation_store.ask(tx, environment_id, decision_id, now, ASKED_AGAIN_AFTER):
                    await jobs.enqueue(tx, JOB, msgspec.msgpack.encode(_Wanted(environment_id, decision_id)))
                return None
        _, key, _ = await self._decisions.open(environment_id, decision_id)
        return msgspec.json.decode(key.open(_SEALED, decision_id, sealed), type=Kept)


class Explainer:
    """The worker's part: makes one explanation, bounded in evaluations, and seals it under the customer's key."""

    def __init__(self, database: Database, registry: Registry, decisions: Decisions) -> None:
        self._database = database
        self._registry = registry
        self._decisions = decisions

    async def explain(self, data: bytes) -> None:
        """Carry out a job. Doing it twice gives the same bits, and the first ones stay; who was erased stays unexplained."""
        with contextlib.suppress(DecisionErased):
            await self._explain(msgspec.msgpack.decode(data, type=_Wanted))

    async def _explain(self, wanted: _Wanted) -> None:
        row, key, opened = await self._decisions.open(wanted.environment_id, wanted.decision_id)
        payload = answers.decode_payload(catalogue.get(row.use_case), opened)
        _, version = await self._registry.find_kept(wanted.environment_id, row.version_id)
        files = await self._registry.files(wanted.environment_id, row.version_id)
        sample = read_sample(files[artefacts.SAMPLE])
        typical = await asyncio.to_thread(matrix_of, version.manifest.columns, sample)
        seed = int.from_bytes(wanted.decision_id.bytes[-_SEED_BYTES:], "big")
        shares = await asyncio.to_thread(
            explain, lambda rows: version.score(rows).margin, row_of(version, payload), typical, seed
        )
        sealed = key.seal(_SEALED, wanted.decision_id, _json.encode(_kept(version, shares)))
        async with self._database.transaction(wanted.environment_id) as tx:
            await explanation_store.keep(tx, wanted.environment_id, wanted.decision_id, sealed)


def row_of(version: LoadedVersion, payload: answers.StoredPayload) -> NDArray[np.float32]:
    """The stored features of a decision with one row and a score. Raises: ExplanationImpossible."""
    if payload.margin is None or len(payload.features) != len(version.features):
        raise ExplanationImpossible("This decision has no score of a single row.")
    return np.array([np.nan if value is None else value for value in payload.features], np.float32)


def _row_of_score(ask: Ask, payload: answers.StoredPayload) -> NDArray[np.float32]:
    """Of a decision about several rows, the one that its score is of. Raises: ExplanationImpossible."""
    version = ask.deployed.version
    if payload.margin is None or len(payload.features) == len(version.features):
        return row_of(version, payload)
    prediction = predicted_again(ask, payload)
    if prediction is None:
        raise ExplanationImpossible("The version of this decision cannot score now.")
    return prediction.rows[answers.answer_of(ask, prediction).explained].row


def _of_class(ask: Ask, classes: ClassReasons | FactReasons, payload: answers.StoredPayload) -> Kept:
    """Of a decision about several rows, the one that its score is of. Raises: ExplanationImpossible."""
    if payload.margin is None:
        raise ExplanationImpossible("This decision has no score.")
    prediction = predicted_again(ask, payload)
    if prediction is None:
        raise ExplanationImpossible("The version of this decision cannot score now.")
    answered = answers.answer_of(ask, prediction)
    explained = prediction.rows[answered.explained] if prediction.rows else prediction
    told = answers.told_of(ask, classes, explained, answered)
    if told is None:
        raise ExplanationImpossible("What was answered was looked up: no score stands behind it.")
    shares = told.shares
    return Kept(
        margin=explained.margin,
        base_value=shares.base_value,
        contributions=dict(shares.columns),
        exact=True,
        error=0.0,
    )


def _kept(version: LoadedVersion, shares: Shares) -> Kept:
    fields = dataclasses.asdict(shares)
    del fields["evaluations"]
    fields["contributions"] = dict(zip(version.features, shares.contributions.tolist(), strict=True))
    return Kept(**fields)


def _pending(decision_id: UUID) -> DecisionExplanation:
    return DecisionExplanation(
        decision_id=public("dec", decision_id), status="pending", method=None, margin=None, base_value=None,
        error=None, contributions={}, reasons=[],
    )  # fmt: skip


def _ready(decision_id: UUID, kept: Kept, method: Method, reasons: Sequence[Reason]) -> DecisionExplanation:
    return DecisionExplanation(
        decision_id=public("dec", decision_id), status="ready", method=method, margin=kept.margin,
        base_value=kept.base_value, error=kept.error, contributions=kept.contributions, reasons=list(reasons),
    )  # fmt: skip
