# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.create_list_kind import CreateListKind, check_create_list_kind
from ..types import plain

T = TypeVar("T", bound="CreateList")


@_attrs_define
class CreateList:
    """A list. name: what rules call it, `lists.<name>.<attribute>`. kind: of what it holds the ids. description: what it
    is for.

        Attributes:
            name (str):
            kind (CreateListKind):
            description (str):
    """

    name: str
    kind: CreateListKind
    description: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        kind = check_create_list_kind(d.pop("kind"))

        description = d.pop("description")
        return cls(
            name=name,
            kind=kind,
            description=description,
        )
