# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RulesetShadowHour")


@_attrs_define
class RulesetShadowHour:
    """An hour of it. failed: decisions for which the version had its fallback alone.

    Attributes:
        hour (str):
        decisions (int):
        changed (int):
        failed (int):
    """

    hour: str
    decisions: int
    changed: int
    failed: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        hour = d.pop("hour")
        decisions = d.pop("decisions")
        changed = d.pop("changed")
        failed = d.pop("failed")
        return cls(
            hour=hour,
            decisions=decisions,
            changed=changed,
            failed=failed,
        )
