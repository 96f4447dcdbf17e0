# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.failure_pattern_report_counted import (
    FailurePatternReportCounted,
    check_failure_pattern_report_counted,
)
from ..types import plain

if TYPE_CHECKING:
    from ..models.code_count import CodeCount
    from ..models.failure_pattern import FailurePattern
    from ..models.incident_view import IncidentView
    from ..models.rate_change import RateChange


T = TypeVar("T", bound="FailurePatternReport")


@_attrs_define
class FailurePatternReport:
    """What failures of a time have in common.

    Attributes:
        since (str): included.
        until (str): not included.
        counted (FailurePatternReportCounted): all failures, or the gateways' own faults alone.
        tries (int): attempts with a result.
        failures (int): how many failed.
        faults (int): how many by the gateways' own fault.
        level (float): of all intervals at once.
        bin_s (int): how finely the times of changes are known, in seconds.
        codes (list[CodeCount]): how often each code was told, the most frequent first.
        patterns (list[FailurePattern]): groups that fail more or less than all others, the greatest excess first.
        changes (list[RateChange]): when failure rates changed, the newest first.
        incidents (list[IncidentView]): that the worker found in this time, the newest first.
    """

    since: str
    until: str
    counted: FailurePatternReportCounted
    tries: int
    failures: int
    faults: int
    level: float
    bin_s: int
    codes: list[CodeCount]
    patterns: list[FailurePattern]
    changes: list[RateChange]
    incidents: list[IncidentView]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.code_count import CodeCount  # noqa: PLC0415
        from ..models.failure_pattern import FailurePattern  # noqa: PLC0415
        from ..models.incident_view import IncidentView  # noqa: PLC0415
        from ..models.rate_change import RateChange  # noqa: PLC0415

        d = dict(src_dict)
        since = d.pop("since")
        until = d.pop("until")
        counted = check_failure_pattern_report_counted(d.pop("counted"))

        tries = d.pop("tries")
        failures = d.pop("failures")
        faults = d.pop("faults")
        level = d.pop("level")
        bin_s = d.pop("bin_s")
        codes = []
        _codes = d.pop("codes")
        for codes_item_data in _codes:
            codes_item = CodeCount.from_dict(codes_item_data)

            codes.append(codes_item)

        patterns = []
        _patterns = d.pop("patterns")
        for patterns_item_data in _patterns:
            patterns_item = FailurePattern.from_dict(patterns_item_data)

            patterns.append(patterns_item)

        changes = []
        _changes = d.pop("changes")
        for changes_item_data in _changes:
            changes_item = RateChange.from_dict(changes_item_data)

            changes.append(changes_item)

        incidents = []
        _incidents = d.pop("incidents")
        for incidents_item_data in _incidents:
            incidents_item = IncidentView.from_dict(incidents_item_data)

            incidents.append(incidents_item)

        return cls(
            since=since,
            until=until,
            counted=counted,
            tries=tries,
            failures=failures,
            faults=faults,
            level=level,
            bin_s=bin_s,
            codes=codes,
            patterns=patterns,
            changes=changes,
            incidents=incidents,
        )
