"""Live values of a sample of decisions: payloads opened under their subjects' keys, in memory and nowhere else."""

import asyncio
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias
from uuid import UUID

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.database import Database, Transaction
from inference import catalogue, drift_store, feedback_versions
from inference.answering.truths import LABELS
from inference.class_digests import class_digest
from inference.dated import with_made
from inference.decision_batch import SEALED_PAYLOAD
from inference.declared.columns import GROUP, sent_columns
from inference.drift_columns import class_mark, measured, nominal
from inference.feedback_versions import Named
from inference.inputs import InputValue
from inference.manifest import Column, Manifest
from tenants import subjects
from tenants.vaults import Vaults

# Payloads opened without letting others run: about 5 ms.
_BREATH = 50
_MILLION = 1_000_000
_NAN = float("nan")
Floats: TypeAlias = NDArray[np.float64]


class _Facts(msgspec.Struct, frozen=True):
    inputs: dict[str, InputValue] | None = None
    computed: dict[str, InputValue] | None = None


class _Answered(msgspec.Struct, frozen=True):
    answer: dict[str, msgspec.Raw] | None = None


class _Payload(msgspec.Struct, frozen=True):
    """What is read of a payload."""

    features: list[float | None]
    facts: _Facts
    answer: _Answered


class Samples(msgspec.Struct, frozen=True):
    """names: of what was scored: the columns of a tenant's own version, else the features. features: float64[n, len(names)], NaN where
    missing. scores: float64[n], of the version. answers: float64[n], the marks of the classes that it named.

    nominal: names whose numbers are in no order. classes: that the version names, as far as its manifest says.
    """

    names: tuple[str, ...]
    features: Floats
    scores: Floats
    answers: Floats
    nominal: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ()


class _Version(msgspec.Struct, frozen=True):
    """Of which version values are wanted. alike: versions that score the same features. names: of what is compared."""

    named: Named
    columns: tuple[Column, ...]
    names: tuple[str, ...]
    alike: frozenset[UUID]
    label: str | None


_decoder = msgspec.json.Decoder(_Payload)


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
            beside = role == "shadow"
            said = await drift_store.shadow_said(tx, environment_id, ids, version_id) if beside else {}
            version = await _version(
                tx, environment_id, version_id, role, {row["version_id"] for row in rows}
            )
        vault = await self._vaults.of(environment_id)
        digests = {class_digest(vault, name): class_mark(name) for name in version.named.classes}
        found: list[Floats] = []
        scores: list[float] = []
        answers: list[float] = []
        for at, row in enumerate(rows):
            wrapped = keys.get((environment_id, row["customer"]))
            if wrapped is not None:
                key = vault.unwrap(row["customer"], wrapped)
                payload = _decoder.decode(key.open(SEALED_PAYLOAD, row["id"], row["sealed"]))
                if beside:
                    score, digest = said.get(row["id"], (None, None))
                    answers.append(digests.get(digest, _NAN))
                else:
                    score = row["score"]
                    answers.append(_class_of(payload, version.label))
                scores.append(_NAN if score is None else score / _MILLION)
                found.append(_rows(payload, row["version_id"], version))
            if at % _BREATH == _BREATH - 1:
                await asyncio.sleep(0)
        empty = np.empty((0, len(version.names)), np.float64)
        return Samples(
            version.names,
            np.concatenate([empty, *found]),
            np.array(scores, np.float64),
            np.array(answers, np.float64),
            nominal(version.columns),
            version.named.classes,
        )


async def _version(
    tx: Transaction, environment_id: UUID, version_id: UUID, role: str, made_by: AbstractSet[UUID]
) -> _Version:
    row = await feedback_versions.get(tx, environment_id, version_id)
    named = feedback_versions.named(row)
    label = LABELS.get(catalogue.get(row.use_case).answer)
    if named.inputs == "facts":
        of_its_features = [
            each
            for each in made_by
            if feedback_versions.features_of(await feedback_versions.get(tx, environment_id, each))
            == named.features
        ]
        return _Version(named, (), named.features, frozenset(of_its_features), label)
    # What a shadow made of other things than the request is stored nowhere: only what the version that decided made is.
    sent = {each.name for each in sent_columns(msgspec.json.decode(row.manifest, type=Manifest))}
    columns = tuple(each for each in named.columns if role != "shadow" or each.name in sent)
    own = frozenset[UUID]() if role == "shadow" else frozenset([version_id])
    return _Version(named, columns, tuple(each.name for each in columns), own, label)


def _rows(payload: _Payload, made_by: UUID, version: _Version) -> Floats:
    """float64[n, names] of one payload: a question about several things has several rows, one after another."""
    width = len(version.names)
    facts, values = payload.facts, payload.features
    own = version.named.inputs == "columns"
    scored = made_by in version.alike and width > 0 and len(values) % width == 0
    if own and not (scored and version.named.task != "classes"):
        if facts.inputs is None:
            return np.empty((0, width), np.float64)
        computed = {f"{GROUP}{name}": value for name, value in (facts.computed or {}).items()}
        sent = with_made(version.columns, {**facts.inputs, **computed})
        return measured(version.columns, [sent], version.named.task)
    if not scored:
        return np.empty((0, width), np.float64)
    return np.array(values, np.float64).reshape(-1, width)


def _class_of(payload: _Payload, label: str | None) -> float:
    """The mark of the class that was named; NaN where none was."""
    written = None if label is None or payload.answer.answer is None else payload.answer.answer.get(label)
    name = None if written is None else msgspec.json.decode(written, type=str | None)
    return _NAN if name is None else class_mark(name)
