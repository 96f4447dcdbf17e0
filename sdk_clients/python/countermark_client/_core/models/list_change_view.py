# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ListChangeView")


@_attrs_define
class ListChangeView:
    """What a change did. unchanged: were on the list, or off it, just so already.

    Attributes:
        list_id (str):
        added (int):
        updated (int):
        removed (int):
        unchanged (int):
        entry_count (int):
    """

    list_id: str
    added: int
    updated: int
    removed: int
    unchanged: int
    entry_count: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        list_id = d.pop("list_id")
        added = d.pop("added")
        updated = d.pop("updated")
        removed = d.pop("removed")
        unchanged = d.pop("unchanged")
        entry_count = d.pop("entry_count")
        return cls(
            list_id=list_id,
            added=added,
            updated=updated,
            removed=removed,
            unchanged=unchanged,
            entry_count=entry_count,
        )
