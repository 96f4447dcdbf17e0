# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.move_case_priority_type_0 import MoveCasePriorityType0, check_move_case_priority_type_0
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="MoveCase")


@_attrs_define
class MoveCase:
    """What changes; what is left out stays. waiting: whether it waits for somebody outside, which stops its clock.

    Attributes:
        queue (None | str | Unset):
        priority (MoveCasePriorityType0 | None | Unset):
        assignee (None | str | Unset):
        waiting (bool | None | Unset):
        comment (None | str | Unset):
        evidence (list[str] | Unset): what joins the evidence that is there, by public ids.
    """

    queue: None | str | Unset = UNSET
    priority: MoveCasePriorityType0 | None | Unset = UNSET
    assignee: None | str | Unset = UNSET
    waiting: bool | None | Unset = UNSET
    comment: None | str | Unset = UNSET
    evidence: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        queue = cast("None | str | Unset", d.pop("queue", UNSET))

        def _parse_priority(data: object) -> MoveCasePriorityType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                priority_type_0 = check_move_case_priority_type_0(data)

                return priority_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MoveCasePriorityType0 | None | Unset, data)

        priority = _parse_priority(d.pop("priority", UNSET))

        assignee = cast("None | str | Unset", d.pop("assignee", UNSET))
        waiting = cast("bool | None | Unset", d.pop("waiting", UNSET))
        comment = cast("None | str | Unset", d.pop("comment", UNSET))
        evidence = cast(list[str], d.pop("evidence", UNSET))

        return cls(
            queue=queue,
            priority=priority,
            assignee=assignee,
            waiting=waiting,
            comment=comment,
            evidence=evidence,
        )
