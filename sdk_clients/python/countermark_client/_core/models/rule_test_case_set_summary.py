# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RuleTestCaseSetSummary")


@_attrs_define
class RuleTestCaseSetSummary:
    """A set of test cases that was in force once, without the cases.

    Attributes:
        id (str):
        use_case (str):
        number (int):
        digest (str):
        case_count (int):
        author (str):
        reason (str):
        created_at (str):
    """

    id: str
    use_case: str
    number: int
    digest: str
    case_count: int
    author: str
    reason: str
    created_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        number = d.pop("number")
        digest = d.pop("digest")
        case_count = d.pop("case_count")
        author = d.pop("author")
        reason = d.pop("reason")
        created_at = d.pop("created_at")
        return cls(
            id=id,
            use_case=use_case,
            number=number,
            digest=digest,
            case_count=case_count,
            author=author,
            reason=reason,
            created_at=created_at,
        )
