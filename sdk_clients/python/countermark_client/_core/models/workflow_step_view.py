# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="WorkflowStepView")


@_attrs_define
class WorkflowStepView:
    """One thing that happened in an instance. what: call, undo, event, answer, a wait, cancel or end. outcome: done, or a
    code.

        Attributes:
            id (str):
            step (str):
            what (str):
            action (None | str):
            attempt (int):
            outcome (str):
            actor (str):
            took_ms (int):
            at (str):
    """

    id: str
    step: str
    what: str
    action: None | str
    attempt: int
    outcome: str
    actor: str
    took_ms: int
    at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        step = d.pop("step")
        what = d.pop("what")
        action = cast("None | str", d.pop("action"))
        attempt = d.pop("attempt")
        outcome = d.pop("outcome")
        actor = d.pop("actor")
        took_ms = d.pop("took_ms")
        at = d.pop("at")
        return cls(
            id=id,
            step=step,
            what=what,
            action=action,
            attempt=attempt,
            outcome=outcome,
            actor=actor,
            took_ms=took_ms,
            at=at,
        )
