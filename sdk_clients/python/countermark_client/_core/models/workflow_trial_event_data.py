# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="WorkflowTrialEventData")


@_attrs_define
class WorkflowTrialEventData:
    """Of a trial of two versions.

    Attributes:
        workflow (str): its name.
        ended_as (str): how it ended.
        verdict (str): how the candidate did beside the control.
        control_version (str): `wfv_…`.
        candidate_version (str): `wfv_…`.
    """

    workflow: str
    ended_as: str
    verdict: str
    control_version: str
    candidate_version: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        workflow = d.pop("workflow")
        ended_as = d.pop("ended_as")
        verdict = d.pop("verdict")
        control_version = d.pop("control_version")
        candidate_version = d.pop("candidate_version")
        return cls(
            workflow=workflow,
            ended_as=ended_as,
            verdict=verdict,
            control_version=control_version,
            candidate_version=candidate_version,
        )
