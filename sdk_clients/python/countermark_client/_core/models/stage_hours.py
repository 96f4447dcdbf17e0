# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="StageHours")


@_attrs_define
class StageHours:
    """Hours from now until a stage is reached, at most, in five, nine and nineteen of ten, ten and twenty cases.

    Attributes:
        stage (str): approved, sent or settled.
        hours_p50 (float):
        hours_p90 (float):
        hours_p95 (float):
    """

    stage: str
    hours_p50: float
    hours_p90: float
    hours_p95: float

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        stage = d.pop("stage")
        hours_p50 = d.pop("hours_p50")
        hours_p90 = d.pop("hours_p90")
        hours_p95 = d.pop("hours_p95")
        return cls(
            stage=stage,
            hours_p50=hours_p50,
            hours_p90=hours_p90,
            hours_p95=hours_p95,
        )
