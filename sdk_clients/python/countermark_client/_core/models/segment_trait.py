# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="SegmentTrait")


@_attrs_define
class SegmentTrait:
    """One feature that puts the customer into the segment.

    Attributes:
        trait (str):
        value (float):
        z_score (float): by how many standard deviations the customer is unlike the average one in it.
    """

    trait: str
    value: float
    z_score: float

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        trait = d.pop("trait")
        value = d.pop("value")
        z_score = d.pop("z_score")
        return cls(
            trait=trait,
            value=value,
            z_score=z_score,
        )
