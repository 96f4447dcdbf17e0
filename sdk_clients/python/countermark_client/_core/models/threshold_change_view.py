# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ThresholdChangeView")


@_attrs_define
class ThresholdChangeView:
    """A number that differs; null where the ruleset does not name it.

    Attributes:
        name (str):
        before (float | None):
        after (float | None):
    """

    name: str
    before: float | None
    after: float | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        before = cast("float | None", d.pop("before"))
        after = cast("float | None", d.pop("after"))
        return cls(
            name=name,
            before=before,
            after=after,
        )
