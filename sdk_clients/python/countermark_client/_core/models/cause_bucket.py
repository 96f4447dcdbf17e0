# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="CauseBucket")


@_attrs_define
class CauseBucket:
    """How many there were from a moment on, for an hour or a day.

    Attributes:
        at (str):
        count (int):
    """

    at: str
    count: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        at = d.pop("at")
        count = d.pop("count")
        return cls(
            at=at,
            count=count,
        )
