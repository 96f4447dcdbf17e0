# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.ruleset_version_summary_state import (
    RulesetVersionSummaryState,
    check_ruleset_version_summary_state,
)
from ..types import plain

T = TypeVar("T", bound="RulesetVersionSummary")


@_attrs_define
class RulesetVersionSummary:
    """A version without its graph.

    Attributes:
        id (str):
        use_case (str):
        number (int):
        digest (str):
        fallback (str):
        outcomes (list[str]):
        cost_us (int):
        author (str):
        reason (str):
        created_at (str):
        author_member (None | str):
        state (RulesetVersionSummaryState):
    """

    id: str
    use_case: str
    number: int
    digest: str
    fallback: str
    outcomes: list[str]
    cost_us: int
    author: str
    reason: str
    created_at: str
    author_member: None | str
    state: RulesetVersionSummaryState

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
        fallback = d.pop("fallback")
        outcomes = cast(list[str], d.pop("outcomes"))

        cost_us = d.pop("cost_us")
        author = d.pop("author")
        reason = d.pop("reason")
        created_at = d.pop("created_at")
        author_member = cast("None | str", d.pop("author_member"))
        state = check_ruleset_version_summary_state(d.pop("state"))

        return cls(
            id=id,
            use_case=use_case,
            number=number,
            digest=digest,
            fallback=fallback,
            outcomes=outcomes,
            cost_us=cost_us,
            author=author,
            reason=reason,
            created_at=created_at,
            author_member=author_member,
            state=state,
        )
