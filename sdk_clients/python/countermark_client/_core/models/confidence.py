# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Confidence")


@_attrs_define
class Confidence:
    """How sure a probability is: it lies between `low` and `high`, and so does, with probability `level`, the true rate of
    those that scored like it, by `support` held-out rows (Jeffreys interval). Where what was seen of those rows speaks
    against
    the probability, because they are few or spread far, the interval reaches from the one to the other.

        Attributes:
            low (float):
            high (float):
            level (float):
            support (int):
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
