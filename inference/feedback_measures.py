"""Truths that are numbers or classes, set beside what the decisions about their event said; read when the truth is told."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg

from core.database import Transaction
from inference import answers, catalogue, feedback_measures_store
from inference.answering.truths import Said, said_of
from inference.class_digests import class_digest
from inference.decision_batch import SEALED_PAYLOAD
from inference.feedback_entities import Feedback
from inference.feedback_measures_store import Measured
from tenants.vault import EnvironmentVault, SubjectKey


async def record(
    tx: Transaction,
    vault: EnvironmentVault,
    told: Mapping[UUID, Feedback],
    corrected: Sequence[UUID],
    open_keys: Mapping[UUID, SubjectKey],
) -> None:
    """Measure what was answered, and what shadows said of the same.

    told: what stands now, by its id. corrected: of these, those that replace an earlier truth.

    Decisions made without a model said nothing, and a decision whose customer was erased cannot be read; neither is measured.
    """
    if corrected:
        await feedback_measures_store.forget(tx, vault.scope_id, corrected)
    wanted = [identity for identity, item in told.items() if item.value is not None or item.label is not None]
    if not wanted:
        return
    decided = await feedback_measures_store.decided(tx, vault.scope_id, wanted)
    rows = await asyncio.to_thread(_measured, vault, told, decided, open_keys)
    await feedback_measures_store.insert(tx, rows)
    await feedback_measures_store.insert_shadows(tx, vault.scope_id, [row.decision_id for row in rows])


def _measured(
    vault: EnvironmentVault,
    told: Mapping[UUID, Feedback],
    decided: Sequence[asyncpg.Record],
    open_keys: Mapping[UUID, SubjectKey],
) -> list[Measured]:
    found = []
    for row in decided:
        key = open_keys.get(row["customer"])
        said = None if key is None else _said(row, key)
        if said is not None:
            found.append(_row(vault, told[row["feedback_id"]], row, said))
    return found


def _said(row: asyncpg.Record, key: SubjectKey) -> Said | None:
    use_case = catalogue.get(row["use_case"])
    payload = answers.decode_payload(use_case, key.open(SEALED_PAYLOAD, row["id"], row["sealed"]))
    answer = payload.answer.answer
    return None if answer is None else said_of(use_case.answer, answer)


def _row(vault: EnvironmentVault, truth: Feedback, row: asyncpg.Record, said: Said) -> Measured:
    return Measured(
        environment_id=vault.scope_id,
        decision_id=row["id"],
        version_id=row["version_id"],
        role=row["role"],
        use_case=row["use_case"],
        value=truth.value,
        p10=said.p10,
        p50=said.p50,
        p90=said.p90,
        label=class_digest(vault, truth.label),
        said=class_digest(vault, said.label),
        decided_at=row["decided_at"],
    )
