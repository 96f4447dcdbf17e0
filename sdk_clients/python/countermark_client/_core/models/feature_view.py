# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="FeatureView")


@_attrs_define
class FeatureView:
    """One feature of the starter model. window: how far back it looks; empty when it is about the event alone.

    Attributes:
        name (str):
        title (str):
        unit (str):
        window (str):
        description (str):
    """

    name: str
    title: str
    unit: str
    window: str
    description: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        title = d.pop("title")
        unit = d.pop("unit")
        window = d.pop("window")
        description = d.pop("description")
        return cls(
            name=name,
            title=title,
            unit=unit,
            window=window,
            description=description,
        )
