# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.access_grant_view_standing import AccessGrantViewStanding, check_access_grant_view_standing
from ..types import plain

T = TypeVar("T", bound="AccessGrantView")


@_attrs_define
class AccessGrantView:
    """Access of an auditor, for a time. since, until, types: the part of the log that it is narrowed to.

    Attributes:
        id (str):
        holder (str):
        standing (AccessGrantViewStanding):
        expires_at (str):
        since (None | str):
        until (None | str):
        types (list[str]):
        reason (str):
        created_at (str):
        created_by (str):
        revoked_at (None | str):
        revoked_by (None | str):
    """

    id: str
    holder: str
    standing: AccessGrantViewStanding
    expires_at: str
    since: None | str
    until: None | str
    types: list[str]
    reason: str
    created_at: str
    created_by: str
    revoked_at: None | str
    revoked_by: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        holder = d.pop("holder")
        standing = check_access_grant_view_standing(d.pop("standing"))

        expires_at = d.pop("expires_at")
        since = cast("None | str", d.pop("since"))
        until = cast("None | str", d.pop("until"))
        types = cast(list[str], d.pop("types"))

        reason = d.pop("reason")
        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        revoked_at = cast("None | str", d.pop("revoked_at"))
        revoked_by = cast("None | str", d.pop("revoked_by"))
        return cls(
            id=id,
            holder=holder,
            standing=standing,
            expires_at=expires_at,
            since=since,
            until=until,
            types=types,
            reason=reason,
            created_at=created_at,
            created_by=created_by,
            revoked_at=revoked_at,
            revoked_by=revoked_by,
        )
