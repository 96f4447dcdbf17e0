# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.entry_body import EntryBody


T = TypeVar("T", bound="AddListEntries")


@_attrs_define
class AddListEntries:
    """Up to 1,000 at once: all of them or none. reason: why, for those who read the history.

    Attributes:
        entries (list[EntryBody]):
        reason (str):
    """

    entries: list[EntryBody]
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.entry_body import EntryBody  # noqa: PLC0415

        d = dict(src_dict)
        entries = []
        _entries = d.pop("entries")
        for entries_item_data in _entries:
            entries_item = EntryBody.from_dict(entries_item_data)

            entries.append(entries_item)

        reason = d.pop("reason")
        return cls(
            entries=entries,
            reason=reason,
        )
