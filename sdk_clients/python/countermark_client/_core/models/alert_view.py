# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.alert_view_severity import AlertViewSeverity, check_alert_view_severity
from ..models.alert_view_state import AlertViewState, check_alert_view_state
from ..types import plain

T = TypeVar("T", bound="AlertView")


@_attrs_define
class AlertView:
    """Something that a person should know of. While it is not resolved it absorbs its repeats.

    Attributes:
        id (str):
        kind (str):
        group (str): what its repeats have in common. count: how often it happened. subject, data: of the latest time.
        subject (str):
        severity (AlertViewSeverity):
        state (AlertViewState): `suppressed` is kept and counts, and tells nobody; it opens with the first event that
            nothing silences.
        count (int):
        data (Any):
        raised_at (str):
        last_at (str):
        acknowledged_at (None | str):
        acknowledged_by (None | str):
        resolved_at (None | str):
        resolved_by (None | str):
        case_id (None | str): the case that it opened. suppression_id: what silenced it, until it spoke.
        suppression_id (None | str):
    """

    id: str
    kind: str
    group: str
    subject: str
    severity: AlertViewSeverity
    state: AlertViewState
    count: int
    data: Any
    raised_at: str
    last_at: str
    acknowledged_at: None | str
    acknowledged_by: None | str
    resolved_at: None | str
    resolved_by: None | str
    case_id: None | str
    suppression_id: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        kind = d.pop("kind")
        group = d.pop("group")
        subject = d.pop("subject")
        severity = check_alert_view_severity(d.pop("severity"))

        state = check_alert_view_state(d.pop("state"))

        count = d.pop("count")
        data = d.pop("data")
        raised_at = d.pop("raised_at")
        last_at = d.pop("last_at")
        acknowledged_at = cast("None | str", d.pop("acknowledged_at"))
        acknowledged_by = cast("None | str", d.pop("acknowledged_by"))
        resolved_at = cast("None | str", d.pop("resolved_at"))
        resolved_by = cast("None | str", d.pop("resolved_by"))
        case_id = cast("None | str", d.pop("case_id"))
        suppression_id = cast("None | str", d.pop("suppression_id"))
        return cls(
            id=id,
            kind=kind,
            group=group,
            subject=subject,
            severity=severity,
            state=state,
            count=count,
            data=data,
            raised_at=raised_at,
            last_at=last_at,
            acknowledged_at=acknowledged_at,
            acknowledged_by=acknowledged_by,
            resolved_at=resolved_at,
            resolved_by=resolved_by,
            case_id=case_id,
            suppression_id=suppression_id,
        )
