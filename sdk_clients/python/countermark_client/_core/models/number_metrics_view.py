# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.figure import Figure


T = TypeVar("T", bound="NumberMetricsView")


@_attrs_define
class NumberMetricsView:
    """One version in one role by truths with a `value`, in the unit of the answer's P50.

    Attributes:
        version_id (str):
        role (str):
        decided (int):
        measured (int): decisions whose true number is known. coverage: their share. bias: the mean of what was said
            less the truth.
        coverage (Figure | None):
        mean_absolute_error (Figure): A figure and its 95 % interval.
        median_absolute_error (Figure): A figure and its 95 % interval.
        bias (Figure): A figure and its 95 % interval.
        within_p10_p90 (Figure | None): how often the truth lay between P10 and P90, 0.8 where these hold; null of a
            version that gives no P10.
        below_p90 (Figure | None): how often it was not above P90, 0.9 where that holds.
    """

    version_id: str
    role: str
    decided: int
    measured: int
    coverage: Figure | None
    mean_absolute_error: Figure
    median_absolute_error: Figure
    bias: Figure
    within_p10_p90: Figure | None
    below_p90: Figure | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.figure import Figure  # noqa: PLC0415

        d = dict(src_dict)
        version_id = d.pop("version_id")
        role = d.pop("role")
        decided = d.pop("decided")
        measured = d.pop("measured")

        def _parse_coverage(data: object) -> Figure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                coverage_type_0 = Figure.from_dict(data)

                return coverage_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Figure | None, data)

        coverage = _parse_coverage(d.pop("coverage"))

        mean_absolute_error = Figure.from_dict(d.pop("mean_absolute_error"))

        median_absolute_error = Figure.from_dict(d.pop("median_absolute_error"))

        bias = Figure.from_dict(d.pop("bias"))

        def _parse_within_p10_p90(data: object) -> Figure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                within_p10_p90_type_0 = Figure.from_dict(data)

                return within_p10_p90_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Figure | None, data)

        within_p10_p90 = _parse_within_p10_p90(d.pop("within_p10_p90"))

        def _parse_below_p90(data: object) -> Figure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                below_p90_type_0 = Figure.from_dict(data)

                return below_p90_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Figure | None, data)

        below_p90 = _parse_below_p90(d.pop("below_p90"))

        return cls(
            version_id=version_id,
            role=role,
            decided=decided,
            measured=measured,
            coverage=coverage,
            mean_absolute_error=mean_absolute_error,
            median_absolute_error=median_absolute_error,
            bias=bias,
            within_p10_p90=within_p10_p90,
            below_p90=below_p90,
        )
