# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.case_view_priority import CaseViewPriority, check_case_view_priority
from ..models.case_view_state import CaseViewState, check_case_view_state
from ..types import plain

if TYPE_CHECKING:
    from ..models.case_result import CaseResult


T = TypeVar("T", bound="CaseView")


@_attrs_define
class CaseView:
    """A decision, a payout or an alert that waits for a person.

    title, comments, proposed: null once the customer that the case is about was erased.

        Attributes:
            id (str):
            queue (str):
            title (None | str):
            subject (None | str):
            priority (CaseViewPriority):
            skill (None | str):
            state (CaseViewState): `waiting` is for somebody outside, and its clock stands still; `to_approve` is for a
                second member.
            assignee (None | str):
            evidence (list[str]):
            alert_id (None | str):
            opened_by (str):
            opened_at (str):
            due_at (None | str): when its time is up. overdue: whether that was noticed before it was done.
            overdue (bool):
            proposed (CaseResult | None): the result that waits for a second member.
            proposed_by (None | str):
            result (None | str):
            closed_by (None | str):
            closed_at (None | str):
    """

    id: str
    queue: str
    title: None | str
    subject: None | str
    priority: CaseViewPriority
    skill: None | str
    state: CaseViewState
    assignee: None | str
    evidence: list[str]
    alert_id: None | str
    opened_by: str
    opened_at: str
    due_at: None | str
    overdue: bool
    proposed: CaseResult | None
    proposed_by: None | str
    result: None | str
    closed_by: None | str
    closed_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.case_result import CaseResult  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        queue = d.pop("queue")
        title = cast("None | str", d.pop("title"))
        subject = cast("None | str", d.pop("subject"))
        priority = check_case_view_priority(d.pop("priority"))

        skill = cast("None | str", d.pop("skill"))
        state = check_case_view_state(d.pop("state"))

        assignee = cast("None | str", d.pop("assignee"))
        evidence = cast(list[str], d.pop("evidence"))

        alert_id = cast("None | str", d.pop("alert_id"))
        opened_by = d.pop("opened_by")
        opened_at = d.pop("opened_at")
        due_at = cast("None | str", d.pop("due_at"))
        overdue = d.pop("overdue")

        def _parse_proposed(data: object) -> CaseResult | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                proposed_type_0 = CaseResult.from_dict(data)

                return proposed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CaseResult | None, data)

        proposed = _parse_proposed(d.pop("proposed"))

        proposed_by = cast("None | str", d.pop("proposed_by"))
        result = cast("None | str", d.pop("result"))
        closed_by = cast("None | str", d.pop("closed_by"))
        closed_at = cast("None | str", d.pop("closed_at"))
        return cls(
            id=id,
            queue=queue,
            title=title,
            subject=subject,
            priority=priority,
            skill=skill,
            state=state,
            assignee=assignee,
            evidence=evidence,
            alert_id=alert_id,
            opened_by=opened_by,
            opened_at=opened_at,
            due_at=due_at,
            overdue=overdue,
            proposed=proposed,
            proposed_by=proposed_by,
            result=result,
            closed_by=closed_by,
            closed_at=closed_at,
        )
