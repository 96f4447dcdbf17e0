# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.workflow_trial_view_ended_as_type_0 import (
    WorkflowTrialViewEndedAsType0,
    check_workflow_trial_view_ended_as_type_0,
)
from ..models.workflow_trial_view_status import WorkflowTrialViewStatus, check_workflow_trial_view_status
from ..models.workflow_trial_view_success_item import (
    WorkflowTrialViewSuccessItem,
    check_workflow_trial_view_success_item,
)
from ..types import plain

T = TypeVar("T", bound="WorkflowTrialView")


@_attrs_define
class WorkflowTrialView:
    """A trial of two versions of a workflow.

    Attributes:
        id (str): our id.
        workflow_id (str): the workflow.
        control_version (str): the version that was active when it began.
        candidate_version (str): the one that is tried.
        share_percent (int): of the subjects, for the candidate.
        success (list[WorkflowTrialViewSuccessItem]): endings that count as one.
        within_s (int): after so long an instance is late.
        fail_rise_max (float): guardrail.
        reason (str): why it was started.
        started_by (str): by whom.
        started_at (str): when.
        status (WorkflowTrialViewStatus): running or ended.
        ended_at (None | str): when it ended.
        ended_by (None | str): who ended it; `system` is the guardrail.
        ended_as (None | WorkflowTrialViewEndedAsType0): adopted and kept by a member, guardrail by itself, replaced and
            deactivated by what became of the workflow.
        ended_reason (None | str): why.
    """

    id: str
    workflow_id: str
    control_version: str
    candidate_version: str
    share_percent: int
    success: list[WorkflowTrialViewSuccessItem]
    within_s: int
    fail_rise_max: float
    reason: str
    started_by: str
    started_at: str
    status: WorkflowTrialViewStatus
    ended_at: None | str
    ended_by: None | str
    ended_as: None | WorkflowTrialViewEndedAsType0
    ended_reason: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        workflow_id = d.pop("workflow_id")
        control_version = d.pop("control_version")
        candidate_version = d.pop("candidate_version")
        share_percent = d.pop("share_percent")
        success = []
        _success = d.pop("success")
        for success_item_data in _success:
            success_item = check_workflow_trial_view_success_item(success_item_data)

            success.append(success_item)

        within_s = d.pop("within_s")
        fail_rise_max = d.pop("fail_rise_max")
        reason = d.pop("reason")
        started_by = d.pop("started_by")
        started_at = d.pop("started_at")
        status = check_workflow_trial_view_status(d.pop("status"))

        ended_at = cast("None | str", d.pop("ended_at"))
        ended_by = cast("None | str", d.pop("ended_by"))

        def _parse_ended_as(data: object) -> None | WorkflowTrialViewEndedAsType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_as_type_0 = check_workflow_trial_view_ended_as_type_0(data)

                return ended_as_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WorkflowTrialViewEndedAsType0, data)

        ended_as = _parse_ended_as(d.pop("ended_as"))

        ended_reason = cast("None | str", d.pop("ended_reason"))
        return cls(
            id=id,
            workflow_id=workflow_id,
            control_version=control_version,
            candidate_version=candidate_version,
            share_percent=share_percent,
            success=success,
            within_s=within_s,
            fail_rise_max=fail_rise_max,
            reason=reason,
            started_by=started_by,
            started_at=started_at,
            status=status,
            ended_at=ended_at,
            ended_by=ended_by,
            ended_as=ended_as,
            ended_reason=ended_reason,
        )
