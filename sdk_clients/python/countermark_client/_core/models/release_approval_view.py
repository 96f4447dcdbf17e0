# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.release_approval_view_verdict import (
    ReleaseApprovalViewVerdict,
    check_release_approval_view_verdict,
)
from ..types import plain

T = TypeVar("T", bound="ReleaseApprovalView")


@_attrs_define
class ReleaseApprovalView:
    """What a member said of a release. digest: of what they read. actor: the credential that they used.

    Attributes:
        id (str):
        verdict (ReleaseApprovalViewVerdict):
        member_id (str):
        digest (str):
        actor (str):
        reason (str):
        decided_at (str):
    """

    id: str
    verdict: ReleaseApprovalViewVerdict
    member_id: str
    digest: str
    actor: str
    reason: str
    decided_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        verdict = check_release_approval_view_verdict(d.pop("verdict"))

        member_id = d.pop("member_id")
        digest = d.pop("digest")
        actor = d.pop("actor")
        reason = d.pop("reason")
        decided_at = d.pop("decided_at")
        return cls(
            id=id,
            verdict=verdict,
            member_id=member_id,
            digest=digest,
            actor=actor,
            reason=reason,
            decided_at=decided_at,
        )
