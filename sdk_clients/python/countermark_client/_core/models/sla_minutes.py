# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="SlaMinutes")


@_attrs_define
class SlaMinutes:
    """From opening until a result, by priority, the time spent in `waiting` left out.

    Attributes:
        low (int | Unset):  Default: 7200.
        normal (int | Unset):  Default: 2880.
        high (int | Unset):  Default: 480.
        urgent (int | Unset):  Default: 60.
    """

    low: int | Unset = 7200
    normal: int | Unset = 2880
    high: int | Unset = 480
    urgent: int | Unset = 60

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        low = d.pop("low", UNSET)
        normal = d.pop("normal", UNSET)
        high = d.pop("high", UNSET)
        urgent = d.pop("urgent", UNSET)
        return cls(
            low=low,
            normal=normal,
            high=high,
            urgent=urgent,
        )
