# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="WorkflowTrialArm")


@_attrs_define
class WorkflowTrialArm:
    """What one version did in a trial, for each subject the first time.

    Attributes:
        version_id (str): the version.
        instances (int): how many it started.
        open_ (int): those that have not ended, and still have time.
        completed (int): ended well, with no case opened.
        case_opened (int): ended well, after a case was opened.
        faulted (int): ended by an error.
        cancelled (int): ended by somebody.
        late (int): did not end in time.
        success_rate (float | None): of those that are not open.
        mean_s (float | None): how long they took, those that are late all their time.
    """

    version_id: str
    instances: int
    open_: int
    completed: int
    case_opened: int
    faulted: int
    cancelled: int
    late: int
    success_rate: float | None
    mean_s: float | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        version_id = d.pop("version_id")
        instances = d.pop("instances")
        open_ = d.pop("open")
        completed = d.pop("completed")
        case_opened = d.pop("case_opened")
        faulted = d.pop("faulted")
        cancelled = d.pop("cancelled")
        late = d.pop("late")
        success_rate = cast("float | None", d.pop("success_rate"))
        mean_s = cast("float | None", d.pop("mean_s"))
        return cls(
            version_id=version_id,
            instances=instances,
            open_=open_,
            completed=completed,
            case_opened=case_opened,
            faulted=faulted,
            cancelled=cancelled,
            late=late,
            success_rate=success_rate,
            mean_s=mean_s,
        )


_RENAMED = {
    "open_": "open",
}
WorkflowTrialArm._renamed = _RENAMED  # type: ignore[attr-defined]
