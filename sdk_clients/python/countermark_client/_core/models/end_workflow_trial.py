# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.end_workflow_trial_ending import EndWorkflowTrialEnding, check_end_workflow_trial_ending
from ..types import plain

T = TypeVar("T", bound="EndWorkflowTrial")


@_attrs_define
class EndWorkflowTrial:
    """How a trial shall end.

    Attributes:
        ending (EndWorkflowTrialEnding): adopt makes the candidate the active version, keep leaves the one that is.
        reason (str): why, for those who read the history.
    """

    ending: EndWorkflowTrialEnding
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        ending = check_end_workflow_trial_ending(d.pop("ending"))

        reason = d.pop("reason")
        return cls(
            ending=ending,
            reason=reason,
        )
