# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.rule_hit import RuleHit


T = TypeVar("T", bound="RuleTestCaseResult")


@_attrs_define
class RuleTestCaseResult:
    """What one case gave. expected_notes: empty where notes do not matter. trace: the nodes and rows that hit.

    Attributes:
        name (str):
        passed (bool):
        expected (str):
        outcome (str):
        expected_notes (list[str]):
        notes (list[str]):
        trace (list[RuleHit]):
        degraded (bool):
    """

    name: str
    passed: bool
    expected: str
    outcome: str
    expected_notes: list[str]
    notes: list[str]
    trace: list[RuleHit]
    degraded: bool

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.rule_hit import RuleHit  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")
        passed = d.pop("passed")
        expected = d.pop("expected")
        outcome = d.pop("outcome")
        expected_notes = cast(list[str], d.pop("expected_notes"))

        notes = cast(list[str], d.pop("notes"))

        trace = []
        _trace = d.pop("trace")
        for trace_item_data in _trace:
            trace_item = RuleHit.from_dict(trace_item_data)

            trace.append(trace_item)

        degraded = d.pop("degraded")
        return cls(
            name=name,
            passed=passed,
            expected=expected,
            outcome=outcome,
            expected_notes=expected_notes,
            notes=notes,
            trace=trace,
            degraded=degraded,
        )
