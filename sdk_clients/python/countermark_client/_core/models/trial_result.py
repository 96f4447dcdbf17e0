# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.rule_hit import RuleHit


T = TypeVar("T", bound="TrialResult")


@_attrs_define
class TrialResult:
    """What one set of facts gives. degraded: the ruleset failed, and this is its fallback.

    Attributes:
        outcome (str):
        notes (list[str]):
        trace (list[RuleHit]):
        degraded (bool):
    """

    outcome: str
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
        outcome = d.pop("outcome")
        notes = cast(list[str], d.pop("notes"))

        trace = []
        _trace = d.pop("trace")
        for trace_item_data in _trace:
            trace_item = RuleHit.from_dict(trace_item_data)

            trace.append(trace_item)

        degraded = d.pop("degraded")
        return cls(
            outcome=outcome,
            notes=notes,
            trace=trace,
            degraded=degraded,
        )
