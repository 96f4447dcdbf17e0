# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.done_stage_view_stage import DoneStageViewStage, check_done_stage_view_stage
from ..types import plain

T = TypeVar("T", bound="DoneStageView")


@_attrs_define
class DoneStageView:
    """A stage that was reached. took_s: until the stage that followed; null of the last.

    Attributes:
        stage (DoneStageViewStage):
        at (str):
        took_s (int | None):
    """

    stage: DoneStageViewStage
    at: str
    took_s: int | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        stage = check_done_stage_view_stage(d.pop("stage"))

        at = d.pop("at")
        took_s = cast("int | None", d.pop("took_s"))
        return cls(
            stage=stage,
            at=at,
            took_s=took_s,
        )
