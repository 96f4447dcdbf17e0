# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="WorkflowCheckView")


@_attrs_define
class WorkflowCheckView:
    """What a document says. tasks: how many. starts_on: the event that starts it by itself. actions: all that it may call.

    Attributes:
        name (str):
        version (str):
        title (str):
        tasks (int):
        starts_on (None | str):
        actions (list[str]):
    """

    name: str
    version: str
    title: str
    tasks: int
    starts_on: None | str
    actions: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        version = d.pop("version")
        title = d.pop("title")
        tasks = d.pop("tasks")
        starts_on = cast("None | str", d.pop("starts_on"))
        actions = cast(list[str], d.pop("actions"))

        return cls(
            name=name,
            version=version,
            title=title,
            tasks=tasks,
            starts_on=starts_on,
            actions=actions,
        )
