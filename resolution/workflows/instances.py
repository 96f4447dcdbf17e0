"""The use cases of instances: start, look, answer, pause, resume, cancel."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.errors import InvalidRequest
from core.ids import public, uuid7
from core.pages import Page, page_of
from resolution.workflows import definition_store, instance_store, queue_store, starting
from resolution.workflows.definition_store import WorkflowRow
from resolution.workflows.entities import (
    INSTANCE,
    ChoiceUnknown,
    Instance,
    InstanceEnded,
    InstanceNotFound,
    InstanceOpen,
    NothingToAnswer,
    Status,
    Step,
    WorkflowInactive,
    WorkflowNotFound,
)
from resolution.workflows.limits import STATE_BYTES_MAX
from resolution.workflows.outcomes import ms_of
from resolution.workflows.starting import Wanted
from resolution.workflows.turn import CANCEL, Arrived
from tenants.permissions import PERMISSIONS_OF_ROLE, Permission, Role
from tenants.principals import PermissionDenied, Principal
from tenants.vaults import Vaults


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which instances to list; None is any. team: those that wait for a person of it."""

    workflow_id: UUID | None = None
    status: Status | None = None
    team: str | None = None
    subject: str | None = None


class Instances:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def start(
        self, caller: Principal, workflow_id: UUID, subject: str, given: Mapping[str, object]
    ) -> Instance:
        """Start an instance of the active version, to which it is pinned.

        Raises: PermissionDenied, WorkflowNotFound, WorkflowInactive, InstanceOpen, InvalidRequest.
        """
        caller.require(Permission.WORKFLOWS_RUN)
        if len(msgspec.json.encode(given)) > STATE_BYTES_MAX // 4:
            raise InvalidRequest("The input is larger than 64 KiB.")
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            workflow = await self._workflow(tx, caller.environment_id, workflow_id)
            if workflow.active_version is None:
                raise WorkflowInactive("No version of this workflow is active.")
            wanted = Wanted(
                workflow_id=workflow_id,
                workflow=workflow.name,
                version_id=workflow.active_version,
                subject=subject,
                mode=caller.mode,
                given=given,
                by=caller.id,
            )
            made = await starting.start(tx, self._clock, vault, caller.environment_id, wanted)
            if made is None:
                open_id = await instance_store.find_open(tx, caller.environment_id, workflow_id, subject)
                told = "" if open_id is None else f": {public(INSTANCE, open_id)}"
                raise InstanceOpen(f"An instance of this subject is open{told}.")
            return await self._found(tx, caller.environment_id, made)

    async def get(self, caller: Principal, instance_id: UUID) -> Instance:
        """Raises: PermissionDenied, InstanceNotFound."""
        caller.require(Permission.WORKFLOWS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return await self._found(tx, caller.environment_id, instance_id)

    async def list(self, caller: Principal, asked: Asked, after: UUID | None, limit: int) -> Page[Instance]:
        """Newest first. Raises: PermissionDenied, WorkflowNotFound."""
        caller.require(Permission.WORKFLOWS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            if asked.workflow_id is not None:
                await self._workflow(tx, caller.environment_id, asked.workflow_id)
            rows = await instance_store.list_instances(
                tx,
                caller.environment_id,
                after,
                limit + 1,
                workflow_id=asked.workflow_id,
                status=asked.status,
                team=asked.team,
                subject=asked.subject,
            )
        return page_of([*rows], limit, lambda row: public(INSTANCE, row.id))

    async def steps(self, caller: Principal, instance_id: UUID, after: UUID | None, limit: int) -> Page[Step]:
        """What happened, oldest first. Raises: PermissionDenied, InstanceNotFound."""
        caller.require(Permission.WORKFLOWS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            await self._found(tx, caller.environment_id, instance_id)
            rows = await instance_store.list_steps(tx, caller.environment_id, instance_id, after, limit + 1)
        return page_of([*rows], limit, lambda row: public("wfs", row.id))

    async def answer(self, caller: Principal, instance_id: UUID, task: str, choice: str) -> Instance:
        """Answer what an instance asks a person. Who answers must hold all that one of the task's roles holds.

        Raises: PermissionDenied, InstanceNotFound, InstanceEnded, NothingToAnswer, ChoiceUnknown.
        """
        caller.require(Permission.WORKFLOWS_ANSWER)
        now = self._clock.now()
        async with self._database.transaction(caller.environment_id) as tx:
            row = await self._held(tx, caller, instance_id)
            if row.task != task:
                raise NothingToAnswer("The instance does not wait for this task.")
            if not any(caller.permissions >= PERMISSIONS_OF_ROLE[Role(role)] for role in row.roles):
                raise PermissionDenied(f"Only these roles may answer: {', '.join(row.roles)}.")
            if choice not in row.choices:
                raise ChoiceUnknown(f"The choices are: {', '.join(row.choices)}.")
            event_id = uuid7(self._clock)
            data: dict[str, object] = {
                "task": task,
                "choice": choice,
                "by": caller.id,
                "at": ms_of(now) // 1000,
            }
            arrived = Arrived(
                id=str(event_id), kind="human.answered", at_ms=ms_of(now), by=caller.id, data=data
            )
            await instance_store.give(
                tx, caller.environment_id, instance_id, msgspec.json.encode(arrived).decode()
            )
            await self._log(tx, caller, "workflow.answer.v1", row, choice)
            return await self._found(tx, caller.environment_id, instance_id)

    async def pause(self, caller: Principal, instance_id: UUID) -> Instance:
        """Let nothing more happen until it is resumed; a call under way ends first. Raises: as `cancel`."""
        return await self._set_paused(caller, instance_id, paused=True)

    async def resume(self, caller: Principal, instance_id: UUID) -> Instance:
        """Go on; waits that came due meanwhile are over at once. Raises: as `cancel`."""
        return await self._set_paused(caller, instance_id, paused=False)

    async def cancel(self, caller: Principal, instance_id: UUID) -> Instance:
        """End an instance: what it did is taken back where its workflow says how, newest first.

        Raises: PermissionDenied, InstanceNotFound, InstanceEnded.
        """
        caller.require(Permission.WORKFLOWS_RUN)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await self._held(tx, caller, instance_id)
            await instance_store.want(tx, caller.environment_id, instance_id, CANCEL)
            await self._log(tx, caller, "workflow.cancel.v1", row, CANCEL)
            return await self._found(tx, caller.environment_id, instance_id)

    async def _set_paused(self, caller: Principal, instance_id: UUID, *, paused: bool) -> Instance:
        caller.require(Permission.WORKFLOWS_RUN)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await self._held(tx, caller, instance_id)
            if row.paused != paused:
                await instance_store.set_paused(tx, caller.environment_id, instance_id, paused=paused)
                what = "pause" if paused else "resume"
                await self._log(tx, caller, f"workflow.{what}.v1", row, what)
            return await self._found(tx, caller.environment_id, instance_id)

    async def _held(self, tx: Transaction, caller: Principal, instance_id: UUID) -> Instance:
        """Hold an open instance, and have it looked at once this is committed. The queue comes first, as for the worker.

        Another tenant's instance is told from none by row-level security, so its place is touched only after it was seen.
        """
        await self._found(tx, caller.environment_id, instance_id)
        await queue_store.poke(tx, [instance_id], self._clock.now())
        row = await instance_store.lock(tx, caller.environment_id, instance_id)
        if row is None or row.ended_at is not None:
            raise InstanceEnded("The instance has ended.")
        return row

    async def _workflow(self, tx: Transaction, environment_id: UUID, workflow_id: UUID) -> WorkflowRow:
        workflow = await definition_store.find(tx, environment_id, workflow_id)
        if workflow is None:
            raise WorkflowNotFound("No such workflow.", internal=f"{workflow_id=}")
        return workflow

    async def _found(self, tx: Transaction, environment_id: UUID, instance_id: UUID) -> Instance:
        row = await instance_store.find(tx, environment_id, instance_id)
        if row is None:
            raise InstanceNotFound("No such instance.", internal=f"{instance_id=}")
        return row

    async def _log(self, tx: Transaction, caller: Principal, typ: str, row: Instance, out: str) -> None:
        entry = intake.Entry(
            typ=typ,
            log=caller.environment_id,
            eid=uuid7(self._clock),
            at=self._clock.now(),
            act=caller.id,
            out=out,
            refs=(row.id, row.version_id),
        )
        await intake.append(tx, entry)
