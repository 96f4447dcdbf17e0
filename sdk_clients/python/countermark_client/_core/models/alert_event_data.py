# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="AlertEventData")


@_attrs_define
class AlertEventData:
    """Of an alert.

    Attributes:
        kind (str): the event that raised it, or `own.` and your own word.
        subject (str): what it is about.
        severity (str): `low`, `medium`, `high` or `critical`.
        count (int): events in it.
    """

    kind: str
    subject: str
    severity: str
    count: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        kind = d.pop("kind")
        subject = d.pop("subject")
        severity = d.pop("severity")
        count = d.pop("count")
        return cls(
            kind=kind,
            subject=subject,
            severity=severity,
            count=count,
        )
