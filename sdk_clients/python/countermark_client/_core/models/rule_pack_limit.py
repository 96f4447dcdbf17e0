# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RulePackLimit")


@_attrs_define
class RulePackLimit:
    """RulePackLimit.

    Attributes:
        what (str):
        limit (str):
        source (int): which of the sources says so, from 1.
    """

    what: str
    limit: str
    source: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        what = d.pop("what")
        limit = d.pop("limit")
        source = d.pop("source")
        return cls(
            what=what,
            limit=limit,
            source=source,
        )
