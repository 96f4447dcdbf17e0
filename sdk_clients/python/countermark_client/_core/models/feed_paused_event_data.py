# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="FeedPausedEventData")


@_attrs_define
class FeedPausedEventData:
    """Of a feed that is paused.

    Attributes:
        code (None | str): why it failed last.
        failures (int): in a row.
    """

    code: None | str
    failures: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        code = cast("None | str", d.pop("code"))
        failures = d.pop("failures")
        return cls(
            code=code,
            failures=failures,
        )
