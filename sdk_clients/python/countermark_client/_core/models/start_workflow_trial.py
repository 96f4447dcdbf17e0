# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.start_workflow_trial_success_item import (
    StartWorkflowTrialSuccessItem,
    check_start_workflow_trial_success_item,
)
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="StartWorkflowTrial")


@_attrs_define
class StartWorkflowTrial:
    """A version to be tried beside the active one.

    Attributes:
        candidate_version (str): another version of the workflow, which starts on the same.
        reason (str): why, for those who read the history.
        share_percent (int | Unset): of the subjects; which ones is a stable hash. Default: 10.
        success (list[StartWorkflowTrialSuccessItem] | Unset): endings that count as one. Whatever else ends an instance
            is a failure, and so is being late.
        within_s (int | Unset): an instance that has not ended so long after its start is late. Default: 604800.
        fail_rise_max (float | Unset): guardrail: the trial ends by itself when surely so much more of the candidate's
            instances fail, in parts of 1. Default: 0.02.
    """

    candidate_version: str
    reason: str
    share_percent: int | Unset = 10
    success: list[StartWorkflowTrialSuccessItem] | Unset = UNSET
    within_s: int | Unset = 604800
    fail_rise_max: float | Unset = 0.02

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        candidate_version = d.pop("candidate_version")
        reason = d.pop("reason")
        share_percent = d.pop("share_percent", UNSET)
        _success = d.pop("success", UNSET)
        success: list[StartWorkflowTrialSuccessItem] | Unset = UNSET
        if _success is not UNSET:
            success = []
            for success_item_data in _success:
                success_item = check_start_workflow_trial_success_item(success_item_data)

                success.append(success_item)

        within_s = d.pop("within_s", UNSET)
        fail_rise_max = d.pop("fail_rise_max", UNSET)
        return cls(
            candidate_version=candidate_version,
            reason=reason,
            share_percent=share_percent,
            success=success,
            within_s=within_s,
            fail_rise_max=fail_rise_max,
        )
