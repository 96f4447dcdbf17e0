"""The use cases of trials: start one, look, compare, end it."""

from functools import partial
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.cpu import CpuPool
from core.database import Database, Transaction
from core.errors import FieldError
from core.ids import public, uuid7
from core.pages import Page, page_of
from resolution.workflows import activations, definition_store, trial_ends, trial_store
from resolution.workflows.definition_store import VersionRow, WorkflowRow
from resolution.workflows.entities import (
    WorkflowInactive,
    WorkflowNotFound,
    WorkflowVersionNotFound,
)
from resolution.workflows.trial_entities import (
    TRIAL,
    Terms,
    Trial,
    TrialComparison,
    TrialEnded,
    TrialNotFound,
    TrialRefused,
    TrialRunning,
)
from tenants.permissions import Permission
from tenants.principals import Principal

JUDGE_TIMEOUT_S = 5.0


class Trials:
    """cpu: judging takes some 20 ms, which nobody else's decision shall wait for."""

    def __init__(self, database: Database, clock: Clock, cpu: CpuPool) -> None:
        self._database = database
        self._clock = clock
        self._cpu = cpu

    async def start(self, caller: Principal, workflow_id: UUID, terms: Terms, reason: str) -> Trial:
        """Let a version start a share of the instances beside the active one, from now on.

        Raises: PermissionDenied, WorkflowNotFound, WorkflowInactive, WorkflowVersionNotFound, TrialRunning, TrialRefused.
        """
        caller.require(Permission.WORKFLOWS_ACTIVATE)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            held = await _held(tx, environment_id, workflow_id)
            if held.active_version is None:
                raise WorkflowInactive("No version of this workflow is active, to be compared with.")
            if await trial_store.running(tx, environment_id, workflow_id) is not None:
                raise TrialRunning("A trial of this workflow is running.")
            control = await _version(tx, environment_id, workflow_id, held.active_version)
            candidate = await _version(tx, environment_id, workflow_id, terms.candidate_version)
            _check(control, candidate)
            trial = Trial(
                id=uuid7(self._clock),
                workflow_id=workflow_id,
                control_version=control.id,
                candidate_version=candidate.id,
                share_percent=terms.share_percent,
                success=terms.success,
                within_s=terms.within_s,
                fail_rise_max=terms.fail_rise_max,
                reason=reason,
                started_by=caller.id,
                started_at=self._clock.now(),
            )
            await trial_store.add(tx, environment_id, trial)
            entry = intake.Entry(
                typ="workflow.trial_start.v1", log=environment_id, eid=uuid7(self._clock), at=trial.started_at,
                act=caller.id, out=held.name, rules=candidate.digest, refs=(trial.id, control.id, candidate.id),
            )  # fmt: skip
            await intake.append(tx, entry)
        return trial

    async def get(self, caller: Principal, trial_id: UUID) -> Trial:
        """Raises: PermissionDenied, TrialNotFound."""
        caller.require(Permission.WORKFLOWS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return await _trial(tx, caller.environment_id, trial_id)

    async def list(
        self,
        caller: Principal,
        workflow_id: UUID | None,
        after: UUID | None,
        limit: int,
        *,
        is_running: bool | None = None,
    ) -> Page[Trial]:
        """Newest first. Raises: PermissionDenied, WorkflowNotFound."""
        caller.require(Permission.WORKFLOWS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            if (
                workflow_id is not None
                and await definition_store.find(tx, caller.environment_id, workflow_id) is None
            ):
                raise WorkflowNotFound("No such workflow.", internal=f"{workflow_id=}")
            found = await trial_store.page(
                tx, caller.environment_id, after, limit + 1, workflow_id=workflow_id, is_running=is_running
            )
        return page_of(found, limit, lambda each: public(TRIAL, each.id))

    async def compare(self, caller: Principal, trial_id: UUID) -> TrialComparison:
        """What both did so far, or until the end. Raises: PermissionDenied, TrialNotFound."""
        caller.require(Permission.WORKFLOWS_READ)
        now = self._clock.now()
        async with self._database.transaction(caller.environment_id) as tx:
            trial = await _trial(tx, caller.environment_id, trial_id)
            counted = trial.counted
            if counted is None:
                counted = tuple(await trial_store.count(tx, caller.environment_id, trial, now))
        judge = partial(trial_ends.comparison, trial, counted, now)
        return await self._cpu.run(judge, timeout_s=JUDGE_TIMEOUT_S)

    async def end(self, caller: Principal, trial_id: UUID, reason: str, *, adopt: bool) -> Trial:
        """End a trial. adopt: the candidate is active from now on; else the control stays.

        Raises: PermissionDenied, TrialNotFound, TrialEnded.
        """
        caller.require(Permission.WORKFLOWS_ACTIVATE)
        environment_id = caller.environment_id
        async with self._database.transaction(environment_id) as tx:
            trial = await _trial(tx, environment_id, trial_id)
            held = await _held(tx, environment_id, trial.workflow_id)
            trial = await _trial(tx, environment_id, trial_id)
            if trial.ended_at is not None:
                raise TrialEnded("This trial has ended.")
            if adopt:
                row = await _version(tx, environment_id, trial.workflow_id, trial.candidate_version)
                await activations.activate(
                    tx, self._clock, environment_id, caller.id, reason, held=held, row=row
                )
            else:
                await trial_ends.end(
                    tx, self._clock, environment_id, trial, held.name, by=caller.id, ended_as="kept", reason=reason
                )  # fmt: skip
            return await _trial(tx, environment_id, trial_id)


def _check(control: VersionRow, candidate: VersionRow) -> None:
    """Raises: TrialRefused."""
    field = "candidate_version"
    if candidate.id == control.id:
        fix = "Push the other version, and name it."
        raise TrialRefused(
            "This version is the active one.", fields=(FieldError(field, "It would be compared with itself.", fix),)
        )  # fmt: skip
    if _schedule(control) != _schedule(candidate):
        fix = "Give both versions the same `schedule`, or the candidate that of the active version."
        why = (
            "Its `schedule` is another: both must start on the same, or what they did could not be compared."
        )
        raise TrialRefused("The two versions do not start alike.", fields=(FieldError(field, why, fix),))


def _schedule(row: VersionRow) -> object:
    return msgspec.json.decode(row.document, type=dict[str, object]).get("schedule")


async def _held(tx: Transaction, environment_id: UUID, workflow_id: UUID) -> WorkflowRow:
    held = await definition_store.lock(tx, environment_id, workflow_id)
    if held is None:
        raise WorkflowNotFound("No such workflow.", internal=f"{workflow_id=}")
    return held


async def _version(tx: Transaction, environment_id: UUID, workflow_id: UUID, version_id: UUID) -> VersionRow:
    row = await definition_store.find_version(tx, environment_id, version_id)
    if row is None or row.workflow_id != workflow_id:
        raise WorkflowVersionNotFound("No such version of this workflow.", internal=f"{version_id=}")
    return row


async def _trial(tx: Transaction, environment_id: UUID, trial_id: UUID) -> Trial:
    found = await trial_store.find(tx, environment_id, trial_id)
    if found is None:
        raise TrialNotFound("No such trial in this environment.", internal=f"{trial_id=}")
    return found
