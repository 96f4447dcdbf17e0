# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RuleFinding")


@_attrs_define
class RuleFinding:
    """What an author should know of a ruleset that is not refused for it. severity: `warning` or `information`. path: in
    the graph.

        Attributes:
            severity (str):
            path (str):
            reason (str):
            fix (str):
    """

    severity: str
    path: str
    reason: str
    fix: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        severity = d.pop("severity")
        path = d.pop("path")
        reason = d.pop("reason")
        fix = d.pop("fix")
        return cls(
            severity=severity,
            path=path,
            reason=reason,
            fix=fix,
        )
