# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RuleFileView")


@_attrs_define
class RuleFileView:
    """A file. name: to keep it under. content: its bytes, in Base64.

    Attributes:
        name (str):
        media_type (str):
        content (str):
    """

    name: str
    media_type: str
    content: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        media_type = d.pop("media_type")
        content = d.pop("content")
        return cls(
            name=name,
            media_type=media_type,
            content=content,
        )
