# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="Guardrails")


@_attrs_define
class Guardrails:
    """How far a challenger may be from its champion, in parts of 1; at 1 a guardrail is off.

    Attributes:
        degraded_rise_max (float | Unset): more decisions without a score. decline_shift_max: more or fewer declines, of
            customers. Default: 0.02.
        decline_shift_max (float | Unset):  Default: 0.1.
        slow_rise_max (float | Unset): more runs of the model that take longer than `slow_run_ms`. Default: 0.05.
        slow_run_ms (int | Unset):  Default: 50.
    """

    degraded_rise_max: float | Unset = 0.02
    decline_shift_max: float | Unset = 0.1
    slow_rise_max: float | Unset = 0.05
    slow_run_ms: int | Unset = 50

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        degraded_rise_max = d.pop("degraded_rise_max", UNSET)
        decline_shift_max = d.pop("decline_shift_max", UNSET)
        slow_rise_max = d.pop("slow_rise_max", UNSET)
        slow_run_ms = d.pop("slow_run_ms", UNSET)
        return cls(
            degraded_rise_max=degraded_rise_max,
            decline_shift_max=decline_shift_max,
            slow_rise_max=slow_rise_max,
            slow_run_ms=slow_run_ms,
        )
