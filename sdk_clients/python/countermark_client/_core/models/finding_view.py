# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.finding_view_standing import FindingViewStanding, check_finding_view_standing
from ..types import plain

T = TypeVar("T", bound="FindingView")


@_attrs_define
class FindingView:
    """What is said about a line. field: of the mapping's columns; empty where the line as a whole is meant.

    Attributes:
        line (int):
        standing (FindingViewStanding):
        field (str):
        reason (str):
    """

    line: int
    standing: FindingViewStanding
    field: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        line = d.pop("line")
        standing = check_finding_view_standing(d.pop("standing"))

        field = d.pop("field")
        reason = d.pop("reason")
        return cls(
            line=line,
            standing=standing,
            field=field,
            reason=reason,
        )
