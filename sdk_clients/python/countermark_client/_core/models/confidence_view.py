# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ConfidenceView")


@_attrs_define
class ConfidenceView:
    """How sure the probability is: `low` to `high` holds it, and at `level` the true rate of held-out rows that scored
    like this one.

        Attributes:
            low (float):
            high (float):
            level (float):
            support (int): how many rows that rests on.
    """

    low: float
    high: float
    level: float
    support: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        low = d.pop("low")
        high = d.pop("high")
        level = d.pop("level")
        support = d.pop("support")
        return cls(
            low=low,
            high=high,
            level=level,
            support=support,
        )
