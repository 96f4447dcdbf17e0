# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ChangeView")


@_attrs_define
class ChangeView:
    """One feature, as it was and as it would have had to be. text, text_then: as a person would write them.

    Attributes:
        feature (str):
        value (float | None):
        value_then (float):
        text (str):
        text_then (str):
    """

    feature: str
    value: float | None
    value_then: float
    text: str
    text_then: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        feature = d.pop("feature")
        value = cast("float | None", d.pop("value"))
        value_then = d.pop("value_then")
        text = d.pop("text")
        text_then = d.pop("text_then")
        return cls(
            feature=feature,
            value=value,
            value_then=value_then,
            text=text,
            text_then=text_then,
        )
