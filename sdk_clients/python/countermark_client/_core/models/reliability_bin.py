# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.figure import Figure


T = TypeVar("T", bound="ReliabilityBin")


@_attrs_define
class ReliabilityBin:
    """Predictions with neighbouring scores. low, high: the lowest and highest score in it. rate: how often it happened.

    Attributes:
        low (float):
        high (float):
        rows (int):
        mean_score (float):
        rate (Figure): A figure and its 95 % interval.
    """

    low: float
    high: float
    rows: int
    mean_score: float
    rate: Figure

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.figure import Figure  # noqa: PLC0415

        d = dict(src_dict)
        low = d.pop("low")
        high = d.pop("high")
        rows = d.pop("rows")
        mean_score = d.pop("mean_score")
        rate = Figure.from_dict(d.pop("rate"))

        return cls(
            low=low,
            high=high,
            rows=rows,
            mean_score=mean_score,
            rate=rate,
        )
