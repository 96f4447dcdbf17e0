"""Workflows, their versions and templates as both faces show them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from core.ids import public
from core.pages import Page
from resolution.workflows.entities import VERSION, WORKFLOW, Change, Reason, Validated, Version, Workflow
from resolution.workflows.shipped import Template

JsonAny = Annotated[object, Meta(extra_json_schema={"description": "Any JSON value."})]
WorkflowDocument = Annotated[dict[str, JsonAny], Meta(min_length=1, max_length=16)]
IdText = Annotated[str, Meta(max_length=64)]


class CheckWorkflow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to check. document: a workflow in the subset of the Serverless Workflow DSL 1.0 of docs/workflows.md."""

    document: WorkflowDocument


class PushWorkflow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new version of the workflow of its name. reason: why, for those who read the history."""

    document: WorkflowDocument
    reason: Reason


class ActivateWorkflow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which version shall start instances from now on, and why."""

    version_id: IdText
    reason: Reason


class ActivateWorkflowTemplate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a shipped workflow is taken."""

    reason: Reason


class WorkflowCheckView(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says. tasks: how many. starts_on: the event that starts it by itself. actions: all that it may call."""

    name: str
    version: str
    title: str
    tasks: int
    starts_on: str | None
    actions: list[str]


class WorkflowView(msgspec.Struct, frozen=True, kw_only=True):
    """A workflow. active_version: what starts instances; null while nothing does. last_number: of the newest version."""

    id: str
    name: str
    last_number: int
    active_version: str | None
    active_since: datetime | None
    starts_on: str | None
    created_at: datetime


class WorkflowPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of workflows, newest first."""

    data: list[WorkflowView]
    has_more: bool
    next_after: str | None


class WorkflowVersionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A version without its document. template: the shipped workflow that it is a copy of."""

    id: str
    workflow_id: str
    name: str
    number: int
    title: str
    digest: str
    starts_on: str | None
    actions: list[str]
    template: str | None
    author: str
    reason: str
    created_at: datetime


class WorkflowVersionView(WorkflowVersionSummary, frozen=True, kw_only=True):
    """One immutable version. digest: SHA-256, in hexadecimal, over the RFC 8785 form of the document."""

    document: dict[str, JsonAny]


class WorkflowVersionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of versions, newest first, without their documents."""

    data: list[WorkflowVersionSummary]
    has_more: bool
    next_after: str | None


class WorkflowChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """One place that differs. path: a JSON pointer. before, after: JSON; null where it is in the other version alone."""

    path: str
    before: str | None
    after: str | None


class WorkflowChangeList(msgspec.Struct, frozen=True, kw_only=True):
    """What changed from one version to another, at most 500 places."""

    data: list[WorkflowChangeView]


class WorkflowTemplateView(msgspec.Struct, frozen=True, kw_only=True):
    """A workflow that ships with the service."""

    name: str
    title: str
    summary: str
    starts_on: str | None
    document: dict[str, JsonAny]


class WorkflowTemplateList(msgspec.Struct, frozen=True, kw_only=True):
    """Every shipped workflow, by name."""

    data: list[WorkflowTemplateView]


def check_view(found: Validated) -> WorkflowCheckView:
    return WorkflowCheckView(**msgspec.structs.asdict(found) | {"actions": list(found.actions)})


def workflow_view(found: Workflow) -> WorkflowView:
    active = None if found.active_version is None else public(VERSION, found.active_version)
    fields = msgspec.structs.asdict(found) | {"id": public(WORKFLOW, found.id), "active_version": active}
    return WorkflowView(**fields)


def workflow_page(page: Page[Workflow]) -> WorkflowPage:
    return WorkflowPage(
        data=[workflow_view(each) for each in page.data], has_more=page.has_more, next_after=page.next_after
    )


def version_view(found: Version) -> WorkflowVersionView:
    return WorkflowVersionView(**msgspec.structs.asdict(_summary(found)), document=dict(found.document))


def version_page(page: Page[Version]) -> WorkflowVersionPage:
    return WorkflowVersionPage(
        data=[_summary(each) for each in page.data],
        has_more=page.has_more,
        next_after=page.next_after,
    )


def change_list(changes: Sequence[Change]) -> WorkflowChangeList:
    return WorkflowChangeList(
        data=[
            WorkflowChangeView(path=each.path, before=_json(each.before), after=_json(each.after))
            for each in changes
        ]
    )


def template_list(templates: Sequence[Template]) -> WorkflowTemplateList:
    return WorkflowTemplateList(
        data=[
            WorkflowTemplateView(
                name=each.name,
                title=each.title,
                summary=each.summary,
                starts_on=each.starts_on,
                document=dict(each.document),
            )
            for each in templates
        ]
    )


def _json(value: object) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _summary(found: Version) -> WorkflowVersionSummary:
    return WorkflowVersionSummary(
        id=public(VERSION, found.id),
        workflow_id=public(WORKFLOW, found.workflow_id),
        name=found.name,
        number=found.number,
        title=found.title,
        digest=found.digest.hex(),
        starts_on=found.starts_on,
        actions=list(found.actions),
        template=found.template,
        author=found.author,
        reason=found.reason,
        created_at=found.created_at,
    )
