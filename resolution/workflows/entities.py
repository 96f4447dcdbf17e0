"""Workflows, their versions and instances as services return them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from core.errors import ErrorKind, PlatformError
from resolution.workflows.activation_store import ActivationRow
from resolution.workflows.instance_store import InstanceRow, StepRow

Reason = Annotated[str, Meta(min_length=1, max_length=500)]
Subject = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
Status = Literal["running", "waiting", "completed", "faulted", "cancelled"]
WORKFLOW, VERSION, INSTANCE, ACTIVATION = "wfd", "wfv", "wfi", "wfa"


class WorkflowNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "workflow_not_found"
    fix = "List the workflows of this environment and use one of their ids."


class WorkflowVersionNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "workflow_version_not_found"
    fix = "List the versions of this workflow and use one of their ids."


class TemplateNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "workflow_template_not_found"
    fix = "List the templates and use one of their names."


class InstanceNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "workflow_instance_not_found"
    fix = "List the instances of this environment and use one of their ids."


class WorkflowInactive(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "workflow_inactive"
    fix = "Activate a version of the workflow first."


class InstanceOpen(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "workflow_instance_open"
    fix = "Wait for the open instance of this subject to end, cancel it, or name another subject."


class InstanceEnded(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "workflow_instance_ended"
    fix = "Look at the instance: it has ended, and nothing changes it any more."


class NothingToAnswer(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "nothing_to_answer"
    fix = "Look at the instance: it shows the task that it waits for, if any, and the choices."


class ChoiceUnknown(PlatformError):
    kind = ErrorKind.INVALID
    code = "choice_unknown"
    fix = "Answer with one of the choices that the instance shows."


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One immutable version. document: as it was sent. template: the shipped one that it is a copy of."""

    id: UUID
    workflow_id: UUID
    name: str
    number: int
    title: str
    digest: bytes
    starts_on: str | None
    actions: tuple[str, ...]
    template: str | None
    author: str
    reason: str
    created_at: datetime
    document: dict[str, object]


class Workflow(msgspec.Struct, frozen=True, kw_only=True):
    """active_version: what starts instances; None while nothing does. starts_on: the event that does by itself."""

    id: UUID
    name: str
    last_number: int
    active_version: UUID | None
    active_since: datetime | None
    starts_on: str | None
    created_at: datetime


class Change(msgspec.Struct, frozen=True):
    """One place that differs between two versions; before or after is None where it is only in the other."""

    path: str
    before: object
    after: object


class Validated(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    version: str
    title: str
    tasks: int
    starts_on: str | None
    actions: tuple[str, ...]


Activation = ActivationRow
Instance = InstanceRow
Step = StepRow
