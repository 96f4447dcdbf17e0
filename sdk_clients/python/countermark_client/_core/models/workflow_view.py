# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="WorkflowView")


@_attrs_define
class WorkflowView:
    """A workflow. active_version: what starts instances; null while nothing does. last_number: of the newest version.

    Attributes:
        id (str):
        name (str):
        last_number (int):
        active_version (None | str):
        active_since (None | str):
        starts_on (None | str):
        created_at (str):
    """

    id: str
    name: str
    last_number: int
    active_version: None | str
    active_since: None | str
    starts_on: None | str
    created_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        name = d.pop("name")
        last_number = d.pop("last_number")
        active_version = cast("None | str", d.pop("active_version"))
        active_since = cast("None | str", d.pop("active_since"))
        starts_on = cast("None | str", d.pop("starts_on"))
        created_at = d.pop("created_at")
        return cls(
            id=id,
            name=name,
            last_number=last_number,
            active_version=active_version,
            active_since=active_since,
            starts_on=starts_on,
            created_at=created_at,
        )
