# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.raise_alert_severity import RaiseAlertSeverity, check_raise_alert_severity
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="RaiseAlert")


@_attrs_define
class RaiseAlert:
    """An alert of the tenant's own systems. It goes by the same rules as events, under `own.` and its kind; where no rule
    matches it is raised as it says.

        Attributes:
            kind (str): `own.` is put before it. subject: what it is about, an id of ours or of theirs, never personal.
            subject (str):
            severity (RaiseAlertSeverity | Unset):  Default: 'medium'.
            data (Any | Unset):
    """

    kind: str
    subject: str
    severity: RaiseAlertSeverity | Unset = "medium"
    data: Any | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        kind = d.pop("kind")
        subject = d.pop("subject")
        _severity = d.pop("severity", UNSET)
        severity: RaiseAlertSeverity | Unset
        if isinstance(_severity, Unset):
            severity = UNSET
        else:
            severity = check_raise_alert_severity(_severity)

        data = d.pop("data", UNSET)
        return cls(
            kind=kind,
            subject=subject,
            severity=severity,
            data=data,
        )
