# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="CaseEventData")


@_attrs_define
class CaseEventData:
    """Of a case.

    Attributes:
        queue (str): where it waits.
        priority (str): of the case.
        subject (None | str): the id of what it is about, where there is one.
        result (None | str): what it came to, once it is closed.
    """

    queue: str
    priority: str
    subject: None | str
    result: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        queue = d.pop("queue")
        priority = d.pop("priority")
        subject = cast("None | str", d.pop("subject"))
        result = cast("None | str", d.pop("result"))
        return cls(
            queue=queue,
            priority=priority,
            subject=subject,
            result=result,
        )
