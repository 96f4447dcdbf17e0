"""The use cases of definitions: validate, push a version, list, compare, activate, take out; and the templates that ship."""

from collections.abc import Container, Mapping, Sequence
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock
from core.database import Database, Transaction
from core.event_kinds import EVENT_KINDS
from core.ids import public, uuid7
from core.json_values import JsonValue
from core.pages import Page, page_of
from resolution.connectors.wordings import Wordings
from resolution.workflows import activation_store, activations, definition_store, reading, shipped
from resolution.workflows.definition_store import VersionRow, WorkflowRow
from resolution.workflows.differences import differences
from resolution.workflows.entities import (
    ACTIVATION,
    VERSION,
    WORKFLOW,
    Activation,
    Change,
    TemplateNotFound,
    Validated,
    Version,
    Workflow,
    WorkflowNotFound,
    WorkflowVersionNotFound,
)
from resolution.workflows.message_checks import check_messages
from resolution.workflows.shipped import Template
from resolution.workflows.tasks import Definition
from rules.canonical_json import digest, encode
from tenants.permissions import Permission
from tenants.principals import Principal


class Workflows:
    """actions: the names that a document may call. schemas: what they are called with, by name; others are not checked."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        actions: Container[str],
        schemas: Mapping[str, Mapping[str, JsonValue]] = reading.NOTHING_KNOWN,
    ) -> None:
        self._database = database
        self._clock = clock
        self._actions = actions
        self._schemas = schemas
        self._wordings = Wordings(database)

    async def validate(self, caller: Principal, document: Mapping[str, object]) -> Validated:
        """Check a document; nothing is kept. Raises: PermissionDenied, WorkflowRefused."""
        caller.require(Permission.WORKFLOWS_READ)
        found = await self._read(caller, document)
        return Validated(
            name=found.name,
            version=found.version,
            title=found.title,
            tasks=len(found.by_path),
            starts_on=None if found.starts_on is None else found.starts_on.type,
            actions=found.actions,
        )

    async def push(
        self, caller: Principal, document: Mapping[str, object], reason: str, template: str | None = None
    ) -> Version:
        """Check a document and keep it as the next version of the workflow of its name; it starts nothing until activated.

        What equals the latest version is that version: nothing is added and nothing is logged.
        Raises: PermissionDenied, WorkflowRefused.
        """
        caller.require(Permission.WORKFLOWS_WRITE)
        found = await self._read(caller, document)
        async with self._database.transaction(caller.environment_id) as tx:
            latest = await definition_store.find_latest(tx, caller.environment_id, found.name)
            if latest is not None and latest.digest == digest(document):
                return _version(latest)
            row = await self._add(tx, caller, found, document, reason, template)
            await intake.append(tx, self._entry(caller, "workflow.version.v1", found.name, row, row.id))
        return _version(row)

    async def _add(
        self,
        tx: Transaction,
        caller: Principal,
        found: Definition,
        document: Mapping[str, object],
        reason: str,
        template: str | None,
    ) -> VersionRow:
        now = self._clock.now()
        workflow_id, number = await definition_store.reserve(
            tx, caller.environment_id, uuid7(self._clock), found.name, now, caller.mode
        )
        row = VersionRow(
            id=uuid7(self._clock),
            workflow_id=workflow_id,
            number=number,
            document=encode(document).decode(),
            digest=digest(document),
            title=found.title or found.name,
            starts_on=None if found.starts_on is None else found.starts_on.type,
            actions=list(found.actions),
            template=template,
            author=caller.id,
            reason=reason,
            created_at=now,
        )
        await definition_store.add_version(tx, caller.environment_id, row)
        return row

    async def list(self, caller: Principal, after: UUID | None, limit: int) -> Page[Workflow]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.WORKFLOWS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await definition_store.list_workflows(tx, caller.environment_id, after, limit + 1)
        return page_of([_workflow(row) for row in rows], limit, lambda row: public(WORKFLOW, row.id))

    async def get(self, caller: Principal, workflow_id: UUID) -> Workflow:
        """Raises: PermissionDenied, WorkflowNotFound."""
        caller.require(Permission.WORKFLOWS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return _workflow(await self._found(tx, caller.environment_id, workflow_id))

    async def versions(
        self, caller: Principal, workflow_id: UUID, after: UUID | None, limit: int
    ) -> Page[Version]:
        """Newest first. Raises: PermissionDenied, WorkflowNotFound."""
        caller.require(Permission.WORKFLOWS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            await self._found(tx, caller.environment_id, workflow_id)
            rows = await definition_store.list_versions(
                tx, caller.environment_id, workflow_id, after, limit + 1
            )
        return page_of([_version(row) for row in rows], limit, lambda row: public(VERSION, row.id))

    async def version(self, caller: Principal, workflow_id: UUID, version_id: UUID) -> Version:
        """Raises: PermissionDenied, WorkflowVersionNotFound."""
        caller.require(Permission.WORKFLOWS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return _version(await self._found_version(tx, caller.environment_id, workflow_id, version_id))

    async def compare(
        self, caller: Principal, workflow_id: UUID, version_id: UUID, against: UUID
    ) -> Sequence[Change]:
        """Say what changed from `against` to a version. Raises: PermissionDenied, WorkflowVersionNotFound."""
        after = await self.version(caller, workflow_id, version_id)
        before = await self.version(caller, workflow_id, against)
        return differences(before.document, after.document)

    async def activate(self, caller: Principal, workflow_id: UUID, version_id: UUID, reason: str) -> Workflow:
        """Let a version start instances from now on; open ones go on by the version that started them. A trial ends.

        Raises: PermissionDenied, WorkflowNotFound, WorkflowVersionNotFound.
        """
        caller.require(Permission.WORKFLOWS_ACTIVATE)
        async with self._database.transaction(caller.environment_id) as tx:
            row = await self._found_version(tx, caller.environment_id, workflow_id, version_id)
            held = await self._found(tx, caller.environment_id, workflow_id, lock=True)
            await activations.activate(
                tx, self._clock, caller.environment_id, caller.id, reason, held=held, row=row
            )
            return _workflow(await self._found(tx, caller.environment_id, workflow_id))

    async def deactivate(self, caller: Principal, workflow_id: UUID) -> Workflow:
        """Let nothing start any more; open instances go on. Raises: PermissionDenied, WorkflowNotFound."""
        caller.require(Permission.WORKFLOWS_ACTIVATE)
        async with self._database.transaction(caller.environment_id) as tx:
            held = await self._found(tx, caller.environment_id, workflow_id, lock=True)
            if held.active_version is None:
                return _workflow(held)
            row = await self._found_version(tx, caller.environment_id, workflow_id, held.active_version)
            await activations.deactivate(
                tx, self._clock, caller.environment_id, caller.id, held=held, row=row
            )
            return _workflow(await self._found(tx, caller.environment_id, workflow_id))

    async def templates(self, caller: Principal) -> Sequence[Template]:
        """List the workflows that ship. Raises: PermissionDenied."""
        caller.require(Permission.WORKFLOWS_READ)
        return list(shipped.templates().values())

    async def activate_template(self, caller: Principal, name: str, reason: str) -> Workflow:
        """Copy a shipped workflow into the environment, as it is, and let it start instances.

        Raises: PermissionDenied, TemplateNotFound, WorkflowRefused where one of its actions is not there.
        """
        caller.require(Permission.WORKFLOWS_ACTIVATE)
        template = shipped.templates().get(name)
        if template is None:
            raise TemplateNotFound("No such template.")
        made = await self.push(caller, template.document, reason, template=name)
        return await self.activate(caller, made.workflow_id, made.id, reason)

    async def activations(
        self, caller: Principal, workflow_id: UUID, after: UUID | None, limit: int
    ) -> Page[Activation]:
        """What was activated and deactivated, and why, newest first. Raises: PermissionDenied, WorkflowNotFound."""
        caller.require(Permission.WORKFLOWS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            await self._found(tx, caller.environment_id, workflow_id)
            rows = await activation_store.page(tx, caller.environment_id, workflow_id, after, limit + 1)
        return page_of(rows, limit, lambda row: public(ACTIVATION, row.id))

    async def _read(self, caller: Principal, document: Mapping[str, object]) -> Definition:
        found = reading.read(document, self._actions, EVENT_KINDS, self._schemas)
        await check_messages(found, self._wordings, caller.environment_id)
        return found

    async def _found(
        self, tx: Transaction, environment_id: UUID, workflow_id: UUID, *, lock: bool = False
    ) -> WorkflowRow:
        find = definition_store.lock if lock else definition_store.find
        row = await find(tx, environment_id, workflow_id)
        if row is None:
            raise WorkflowNotFound("No such workflow.", internal=f"{workflow_id=}")
        return row

    async def _found_version(
        self, tx: Transaction, environment_id: UUID, workflow_id: UUID, version_id: UUID
    ) -> VersionRow:
        row = await definition_store.find_version(tx, environment_id, version_id)
        if row is None or row.workflow_id != workflow_id:
            raise WorkflowVersionNotFound("No such version of this workflow.", internal=f"{version_id=}")
        return row

    def _entry(self, caller: Principal, typ: str, name: str, row: VersionRow, *refs: UUID) -> intake.Entry:
        return intake.Entry(
            typ=typ,
            log=caller.environment_id,
            eid=uuid7(self._clock),
            at=self._clock.now(),
            act=caller.id,
            out=name,
            rules=row.digest,
            refs=refs,
        )


def _workflow(row: WorkflowRow) -> Workflow:
    fields = msgspec.structs.asdict(row)
    del fields["mode"], fields["starts_since"]
    return Workflow(**fields)


def _version(row: VersionRow) -> Version:
    document = msgspec.json.decode(row.document, type=dict[str, object])
    fields = msgspec.structs.asdict(row) | {
        "document": document,
        "actions": tuple(row.actions),
        "name": msgspec.convert(document["document"], type=dict[str, object])["name"],
    }
    return Version(**fields)
