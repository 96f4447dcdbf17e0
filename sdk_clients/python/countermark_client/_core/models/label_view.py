# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="LabelView")


@_attrs_define
class LabelView:
    """Something that the starter can name, such as a category. title: in English. title_hi: in Hindi.

    Attributes:
        name (str):
        title (str):
        title_hi (str):
    """

    name: str
    title: str
    title_hi: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        title = d.pop("title")
        title_hi = d.pop("title_hi")
        return cls(
            name=name,
            title=title,
            title_hi=title_hi,
        )
