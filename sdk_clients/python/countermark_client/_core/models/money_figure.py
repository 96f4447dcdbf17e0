# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="MoneyFigure")


@_attrs_define
class MoneyFigure:
    """A sum over all tries that were looked at, with its 95 % interval.

    Attributes:
        value_minor (int):
        low_minor (int):
        high_minor (int):
    """

    value_minor: int
    low_minor: int
    high_minor: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        value_minor = d.pop("value_minor")
        low_minor = d.pop("low_minor")
        high_minor = d.pop("high_minor")
        return cls(
            value_minor=value_minor,
            low_minor=low_minor,
            high_minor=high_minor,
        )
