# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Share")


@_attrs_define
class Share:
    """count of `of`, with its 95 % score interval (Wilson 1927); None where there is nothing to count among.

    Attributes:
        count (int):
        of (int):
        share (float | None):
        low (float | None):
        high (float | None):
    """

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        count = d.pop("count")
        of = d.pop("of")
        share = cast("float | None", d.pop("share"))
        low = cast("float | None", d.pop("low"))
        high = cast("float | None", d.pop("high"))
        return cls(
            count=count,
            of=of,
            share=share,
            low=low,
            high=high,
        )
