# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="WorkflowTemplateView")


@_attrs_define
class WorkflowTemplateView:
    """A workflow that ships with the service.

    Attributes:
        name (str):
        title (str):
        summary (str):
        starts_on (None | str):
        document (Any):
    """

    name: str
    title: str
    summary: str
    starts_on: None | str
    document: Any

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        title = d.pop("title")
        summary = d.pop("summary")
        starts_on = cast("None | str", d.pop("starts_on"))
        document = d.pop("document")
        return cls(
            name=name,
            title=title,
            summary=summary,
            starts_on=starts_on,
            document=document,
        )
