# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.workflow_instance_view_status import (
    WorkflowInstanceViewStatus,
    check_workflow_instance_view_status,
)
from ..types import plain

T = TypeVar("T", bound="WorkflowInstanceView")


@_attrs_define
class WorkflowInstanceView:
    """An instance.

    goes on by itself. task, team, roles, choices: what it asks a person. code: of the error that ended it.

        Attributes:
            id (str):
            workflow_id (str):
            version_id (str):
            subject (str):
            status (WorkflowInstanceViewStatus):
            paused (bool):
            step (None | str): where it stands, a JSON pointer into the document. waits_for: timer, retry, event, human or
                undo; until: when it
            waits_for (None | str):
            until (None | str):
            event (None | str):
            task (None | str):
            team (None | str):
            roles (list[str]):
            choices (list[str]):
            code (None | str):
            started_by (str):
            started_at (str):
            ended_at (None | str):
    """

    id: str
    workflow_id: str
    version_id: str
    subject: str
    status: WorkflowInstanceViewStatus
    paused: bool
    step: None | str
    waits_for: None | str
    until: None | str
    event: None | str
    task: None | str
    team: None | str
    roles: list[str]
    choices: list[str]
    code: None | str
    started_by: str
    started_at: str
    ended_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        workflow_id = d.pop("workflow_id")
        version_id = d.pop("version_id")
        subject = d.pop("subject")
        status = check_workflow_instance_view_status(d.pop("status"))

        paused = d.pop("paused")
        step = cast("None | str", d.pop("step"))
        waits_for = cast("None | str", d.pop("waits_for"))
        until = cast("None | str", d.pop("until"))
        event = cast("None | str", d.pop("event"))
        task = cast("None | str", d.pop("task"))
        team = cast("None | str", d.pop("team"))
        roles = cast(list[str], d.pop("roles"))

        choices = cast(list[str], d.pop("choices"))

        code = cast("None | str", d.pop("code"))
        started_by = d.pop("started_by")
        started_at = d.pop("started_at")
        ended_at = cast("None | str", d.pop("ended_at"))
        return cls(
            id=id,
            workflow_id=workflow_id,
            version_id=version_id,
            subject=subject,
            status=status,
            paused=paused,
            step=step,
            waits_for=waits_for,
            until=until,
            event=event,
            task=task,
            team=team,
            roles=roles,
            choices=choices,
            code=code,
            started_by=started_by,
            started_at=started_at,
            ended_at=ended_at,
        )
