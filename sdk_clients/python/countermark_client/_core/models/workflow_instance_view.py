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

        def _parse_step(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        step = _parse_step(d.pop("step"))

        def _parse_waits_for(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        waits_for = _parse_waits_for(d.pop("waits_for"))

        def _parse_until(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        until = _parse_until(d.pop("until"))

        def _parse_event(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        event = _parse_event(d.pop("event"))

        def _parse_task(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        task = _parse_task(d.pop("task"))

        def _parse_team(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        team = _parse_team(d.pop("team"))

        roles = cast(list[str], d.pop("roles"))

        choices = cast(list[str], d.pop("choices"))

        def _parse_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        code = _parse_code(d.pop("code"))

        started_by = d.pop("started_by")
        started_at = d.pop("started_at")

        def _parse_ended_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))

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
