# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="CaseOverdueEventData")


@_attrs_define
class CaseOverdueEventData:
    """Of a case that is past its time.

    Attributes:
        queue (str): where it waits.
        priority (str): of the case.
        due (datetime.datetime): when it was due.
    """

    queue: str
    priority: str
    due: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        queue = d.pop("queue")
        priority = d.pop("priority")
        due = datetime.datetime.fromisoformat(d.pop("due"))

        return cls(
            queue=queue,
            priority=priority,
            due=due,
        )
