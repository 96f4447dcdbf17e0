# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.replay_view_verdict import ReplayViewVerdict, check_replay_view_verdict
from ..types import plain

T = TypeVar("T", bound="ReplayView")


@_attrs_define
class ReplayView:
    """A decision computed again from what is stored.

    Attributes:
        decision_id (str):
        verdict (ReplayViewVerdict): identical (the same bits), equivalent (within 1e-6, on another runtime or
            processor) or different.
        stored_margin (float | None):
        computed_margin (float | None):
        stored_outcome (str):
        computed_outcome (str):
        stored_runtime (str):
        runtime (str):
        differences (list[str]): names of fields that differ.
    """

    decision_id: str
    verdict: ReplayViewVerdict
    stored_margin: float | None
    computed_margin: float | None
    stored_outcome: str
    computed_outcome: str
    stored_runtime: str
    runtime: str
    differences: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        decision_id = d.pop("decision_id")
        verdict = check_replay_view_verdict(d.pop("verdict"))

        stored_margin = cast("float | None", d.pop("stored_margin"))
        computed_margin = cast("float | None", d.pop("computed_margin"))
        stored_outcome = d.pop("stored_outcome")
        computed_outcome = d.pop("computed_outcome")
        stored_runtime = d.pop("stored_runtime")
        runtime = d.pop("runtime")
        differences = cast(list[str], d.pop("differences"))

        return cls(
            decision_id=decision_id,
            verdict=verdict,
            stored_margin=stored_margin,
            computed_margin=computed_margin,
            stored_outcome=stored_outcome,
            computed_outcome=computed_outcome,
            stored_runtime=stored_runtime,
            runtime=runtime,
            differences=differences,
        )
