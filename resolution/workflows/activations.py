"""Which version of a workflow starts instances: switched, with the reason kept, in the transaction of whoever switches."""

from uuid import UUID

from core import intake
from core.clock import Clock
from core.database import Transaction
from core.ids import uuid7
from resolution.workflows import activation_store, definition_store, trial_ends, trial_store
from resolution.workflows.activation_store import ActivationRow
from resolution.workflows.definition_store import VersionRow, WorkflowRow
from resolution.workflows.trial_entities import EndedAs


async def activate(
    tx: Transaction, clock: Clock, environment_id: UUID, actor: str, reason: str, *, held: WorkflowRow, row: VersionRow
) -> None:  # fmt: skip
    """Let a version start instances from now on, which ends a trial of the workflow. held: its row, locked."""
    if held.active_version == row.id:
        return
    trial = await trial_store.running(tx, environment_id, held.id)
    if trial is not None:
        ended_as: EndedAs = "adopted" if row.id == trial.candidate_version else "replaced"
        await trial_ends.end(
            tx, clock, environment_id, trial, held.name, by=actor, ended_as=ended_as, reason=reason
        )
    made = _made(clock, held, row.id, actor, reason)
    await definition_store.activate(tx, environment_id, held.id, row.id, made.activated_at, row.starts_on)
    await _keep(tx, environment_id, clock, held.name, made, row.digest)


async def deactivate(
    tx: Transaction, clock: Clock, environment_id: UUID, actor: str, *, held: WorkflowRow, row: VersionRow
) -> None:
    """Let nothing start any more. row: the version that did."""
    trial = await trial_store.running(tx, environment_id, held.id)
    if trial is not None:
        await trial_ends.end(
            tx, clock, environment_id, trial, held.name, by=actor, ended_as="deactivated", reason=""
        )
    made = _made(clock, held, None, actor, "")
    await definition_store.activate(tx, environment_id, held.id, None, None, None)
    await _keep(tx, environment_id, clock, held.name, made, row.digest)


def _made(clock: Clock, held: WorkflowRow, version_id: UUID | None, actor: str, reason: str) -> ActivationRow:
    return ActivationRow(
        id=uuid7(clock),
        workflow_id=held.id,
        version_id=version_id,
        previous_version_id=held.active_version,
        actor=actor,
        reason=reason,
        activated_at=clock.now(),
    )


async def _keep(
    tx: Transaction, environment_id: UUID, clock: Clock, name: str, made: ActivationRow, digest: bytes
) -> None:
    """Keep the change with its reason, and enter it into the ledger."""
    await activation_store.add(tx, environment_id, made)
    named = (made.id, made.version_id, made.previous_version_id)
    entry = intake.Entry(
        typ="workflow.deactivate.v1" if made.version_id is None else "workflow.activate.v1", log=environment_id,
        eid=uuid7(clock), at=made.activated_at, act=made.actor, out=name, rules=digest,
        refs=tuple(each for each in named if each is not None),
    )  # fmt: skip
    await intake.append(tx, entry)
