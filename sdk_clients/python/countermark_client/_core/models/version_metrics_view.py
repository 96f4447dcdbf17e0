# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.figure import Figure
    from ..models.reliability_bin import ReliabilityBin


T = TypeVar("T", bound="VersionMetricsView")


@_attrs_define
class VersionMetricsView:
    """One version in one role; a figure of nothing is null. Intervals hold 95 times in 100.

    Attributes:
        version_id (str):
        role (str):
        decided (int): its decisions in the window, counted a minute behind. judged: those whose truth is known.
            coverage: their share.
        judged (int):
        coverage (Figure | None):
        label_delay_hours_p50 (float): from decision to observation. calibration: ten bins of equal counts, from the
            lowest scores.
        label_delay_hours_p90 (float):
        true_positives (int):
        false_positives (int):
        false_negatives (int):
        true_negatives (int):
        precision (Figure | None):
        recall (Figure | None):
        false_positive_rate (Figure | None):
        false_negative_rate (Figure | None):
        average_precision (Figure | None):
        brier (Figure): A figure and its 95 % interval.
        calibration (list[ReliabilityBin]):
        calibration_error (float): the mean distance of rate and score over the bins.
    """

    version_id: str
    role: str
    decided: int
    judged: int
    coverage: Figure | None
    label_delay_hours_p50: float
    label_delay_hours_p90: float
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int
    precision: Figure | None
    recall: Figure | None
    false_positive_rate: Figure | None
    false_negative_rate: Figure | None
    average_precision: Figure | None
    brier: Figure
    calibration: list[ReliabilityBin]
    calibration_error: float

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.figure import Figure  # noqa: PLC0415
        from ..models.reliability_bin import ReliabilityBin  # noqa: PLC0415

        d = dict(src_dict)
        version_id = d.pop("version_id")
        role = d.pop("role")
        decided = d.pop("decided")
        judged = d.pop("judged")

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

        label_delay_hours_p50 = d.pop("label_delay_hours_p50")
        label_delay_hours_p90 = d.pop("label_delay_hours_p90")
        true_positives = d.pop("true_positives")
        false_positives = d.pop("false_positives")
        false_negatives = d.pop("false_negatives")
        true_negatives = d.pop("true_negatives")

        def _parse_precision(data: object) -> Figure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                precision_type_0 = Figure.from_dict(data)

                return precision_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Figure | None, data)

        precision = _parse_precision(d.pop("precision"))

        def _parse_recall(data: object) -> Figure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                recall_type_0 = Figure.from_dict(data)

                return recall_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Figure | None, data)

        recall = _parse_recall(d.pop("recall"))

        def _parse_false_positive_rate(data: object) -> Figure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                false_positive_rate_type_0 = Figure.from_dict(data)

                return false_positive_rate_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Figure | None, data)

        false_positive_rate = _parse_false_positive_rate(d.pop("false_positive_rate"))

        def _parse_false_negative_rate(data: object) -> Figure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                false_negative_rate_type_0 = Figure.from_dict(data)

                return false_negative_rate_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Figure | None, data)

        false_negative_rate = _parse_false_negative_rate(d.pop("false_negative_rate"))

        def _parse_average_precision(data: object) -> Figure | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                average_precision_type_0 = Figure.from_dict(data)

                return average_precision_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Figure | None, data)

        average_precision = _parse_average_precision(d.pop("average_precision"))

        brier = Figure.from_dict(d.pop("brier"))

        calibration = []
        _calibration = d.pop("calibration")
        for calibration_item_data in _calibration:
            calibration_item = ReliabilityBin.from_dict(calibration_item_data)

            calibration.append(calibration_item)

        calibration_error = d.pop("calibration_error")
        return cls(
            version_id=version_id,
            role=role,
            decided=decided,
            judged=judged,
            coverage=coverage,
            label_delay_hours_p50=label_delay_hours_p50,
            label_delay_hours_p90=label_delay_hours_p90,
            true_positives=true_positives,
            false_positives=false_positives,
            false_negatives=false_negatives,
            true_negatives=true_negatives,
            precision=precision,
            recall=recall,
            false_positive_rate=false_positive_rate,
            false_negative_rate=false_negative_rate,
            average_precision=average_precision,
            brier=brier,
            calibration=calibration,
            calibration_error=calibration_error,
        )
