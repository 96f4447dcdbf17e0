# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.ruleset_version_view_state import RulesetVersionViewState, check_ruleset_version_view_state
from ..types import plain

if TYPE_CHECKING:
    from ..models.ruleset_approval import RulesetApproval


T = TypeVar("T", bound="RulesetVersionView")


@_attrs_define
class RulesetVersionView:
    """One immutable version.

    RFC 8785 form of `{"fallback": …, "graph": …}`; the same stands in decisions and ledger entries. outcomes: all that
    it
    can give. facts: all that it reads. cost_us: microseconds of its worst case, as it was priced. author_member: whom
    the
    author's credential acted for. state: `checked`, `shadow`, `approved`, `active`, `retired` (it has decided) or
    `refused`.

        Attributes:
            id (None | str): null for the default that ships with the service, whose number is 0. digest: SHA-256, in
                hexadecimal, over the
            use_case (str):
            number (int):
            digest (str):
            fallback (str):
            outcomes (list[str]):
            facts (list[str]):
            cost_us (int):
            author (str):
            reason (str):
            created_at (None | str):
            graph (Any):
            author_member (None | str):
            state (RulesetVersionViewState):
            approvals (list[RulesetApproval]): what members said of it, oldest first.
    """

    id: None | str
    use_case: str
    number: int
    digest: str
    fallback: str
    outcomes: list[str]
    facts: list[str]
    cost_us: int
    author: str
    reason: str
    created_at: None | str
    graph: Any
    author_member: None | str
    state: RulesetVersionViewState
    approvals: list[RulesetApproval]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.ruleset_approval import RulesetApproval  # noqa: PLC0415

        d = dict(src_dict)
        id = cast("None | str", d.pop("id"))
        use_case = d.pop("use_case")
        number = d.pop("number")
        digest = d.pop("digest")
        fallback = d.pop("fallback")
        outcomes = cast(list[str], d.pop("outcomes"))

        facts = cast(list[str], d.pop("facts"))

        cost_us = d.pop("cost_us")
        author = d.pop("author")
        reason = d.pop("reason")
        created_at = cast("None | str", d.pop("created_at"))
        graph = d.pop("graph")
        author_member = cast("None | str", d.pop("author_member"))
        state = check_ruleset_version_view_state(d.pop("state"))

        approvals = []
        _approvals = d.pop("approvals")
        for approvals_item_data in _approvals:
            approvals_item = RulesetApproval.from_dict(approvals_item_data)

            approvals.append(approvals_item)

        return cls(
            id=id,
            use_case=use_case,
            number=number,
            digest=digest,
            fallback=fallback,
            outcomes=outcomes,
            facts=facts,
            cost_us=cost_us,
            author=author,
            reason=reason,
            created_at=created_at,
            graph=graph,
            author_member=author_member,
            state=state,
            approvals=approvals,
        )
