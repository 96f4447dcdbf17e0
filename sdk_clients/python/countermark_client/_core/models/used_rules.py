# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="UsedRules")


@_attrs_define
class UsedRules:
    """The ruleset that decided. version_id: None for the default that ships with the service.

    Attributes:
        version_id (None | str):
        digest (str):
        notes (list[str]):
    """

    version_id: None | str
    digest: str
    notes: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        version_id = cast("None | str", d.pop("version_id"))
        digest = d.pop("digest")
        notes = cast(list[str], d.pop("notes"))

        return cls(
            version_id=version_id,
            digest=digest,
            notes=notes,
        )
