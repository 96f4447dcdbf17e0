# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.release_view_state import ReleaseViewState, check_release_view_state
from ..types import plain

if TYPE_CHECKING:
    from ..models.release_approval_view import ReleaseApprovalView


T = TypeVar("T", bound="ReleaseView")


@_attrs_define
class ReleaseView:
    """One immutable release.

    another environment has the same. model_digest, ruleset_digest: as decisions name them. ruleset_version_id: null for
    the default;
    where thresholds were set, the version that was made for them. thresholds: every number that the ruleset names.
    state: `checked`,
    `shadow`, `approved`, `active`, `retired` (it has decided) or `refused`. author_member: whom the author's credential
    acted for.

        Attributes:
            id (str):
            use_case (str):
            number (int):
            digest (str): SHA-256, in hexadecimal, over the RFC 8785 form of `{"model": …, "rules": …, "thresholds": …,
                "use_case": …}`; a copy in
            version_id (str):
            model_digest (str):
            ruleset_version_id (None | str):
            ruleset_digest (str):
            thresholds (Any):
            state (ReleaseViewState):
            author (str):
            author_member (None | str):
            reason (str):
            created_at (str):
            promoted_from (None | str): the release of the sandbox that it is a copy of. approvals: oldest first.
            approvals (list[ReleaseApprovalView]):
    """

    id: str
    use_case: str
    number: int
    digest: str
    version_id: str
    model_digest: str
    ruleset_version_id: None | str
    ruleset_digest: str
    thresholds: Any
    state: ReleaseViewState
    author: str
    author_member: None | str
    reason: str
    created_at: str
    promoted_from: None | str
    approvals: list[ReleaseApprovalView]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.release_approval_view import ReleaseApprovalView  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        number = d.pop("number")
        digest = d.pop("digest")
        version_id = d.pop("version_id")
        model_digest = d.pop("model_digest")
        ruleset_version_id = cast("None | str", d.pop("ruleset_version_id"))
        ruleset_digest = d.pop("ruleset_digest")
        thresholds = d.pop("thresholds")
        state = check_release_view_state(d.pop("state"))

        author = d.pop("author")
        author_member = cast("None | str", d.pop("author_member"))
        reason = d.pop("reason")
        created_at = d.pop("created_at")
        promoted_from = cast("None | str", d.pop("promoted_from"))
        approvals = []
        _approvals = d.pop("approvals")
        for approvals_item_data in _approvals:
            approvals_item = ReleaseApprovalView.from_dict(approvals_item_data)

            approvals.append(approvals_item)

        return cls(
            id=id,
            use_case=use_case,
            number=number,
            digest=digest,
            version_id=version_id,
            model_digest=model_digest,
            ruleset_version_id=ruleset_version_id,
            ruleset_digest=ruleset_digest,
            thresholds=thresholds,
            state=state,
            author=author,
            author_member=author_member,
            reason=reason,
            created_at=created_at,
            promoted_from=promoted_from,
            approvals=approvals,
        )
