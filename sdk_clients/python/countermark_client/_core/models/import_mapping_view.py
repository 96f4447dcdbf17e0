# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.mapping_definition import MappingDefinition


T = TypeVar("T", bound="ImportMappingView")


@_attrs_define
class ImportMappingView:
    """A mapping as it stands, or as one version of it stood.

    Attributes:
        id (str):
        version (int): grows with each replacement. updated_at, updated_by: of this version.
        definition (MappingDefinition): How statements of one kind are read.
        created_at (str):
        created_by (str):
        updated_at (str):
        updated_by (str):
    """

    id: str
    version: int
    definition: MappingDefinition
    created_at: str
    created_by: str
    updated_at: str
    updated_by: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.mapping_definition import MappingDefinition  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        version = d.pop("version")
        definition = MappingDefinition.from_dict(d.pop("definition"))

        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        updated_at = d.pop("updated_at")
        updated_by = d.pop("updated_by")
        return cls(
            id=id,
            version=version,
            definition=definition,
            created_at=created_at,
            created_by=created_by,
            updated_at=updated_at,
            updated_by=updated_by,
        )
