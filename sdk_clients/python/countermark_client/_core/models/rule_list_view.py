# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RuleListView")


@_attrs_define
class RuleListView:
    """A list. fact: what rules call it. entry_count: with those that expired a short while ago. changes: counts what was
    added and
    removed.

        Attributes:
            id (str):
            name (str):
            kind (str):
            description (str):
            fact (str):
            entry_count (int):
            changes (int):
            created_at (str):
            created_by (str):
            changed_at (str):
    """

    id: str
    name: str
    kind: str
    description: str
    fact: str
    entry_count: int
    changes: int
    created_at: str
    created_by: str
    changed_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        name = d.pop("name")
        kind = d.pop("kind")
        description = d.pop("description")
        fact = d.pop("fact")
        entry_count = d.pop("entry_count")
        changes = d.pop("changes")
        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        changed_at = d.pop("changed_at")
        return cls(
            id=id,
            name=name,
            kind=kind,
            description=description,
            fact=fact,
            entry_count=entry_count,
            changes=changes,
            created_at=created_at,
            created_by=created_by,
            changed_at=changed_at,
        )
