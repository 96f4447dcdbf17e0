# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.role import Role, check_role
from ..types import plain

T = TypeVar("T", bound="InvitationView")


@_attrs_define
class InvitationView:
    """An invitation that was mailed. Its link is in the mail alone.

    Attributes:
        id (str):
        address (str):
        role (Role): What a member is in a tenant. A member holds one role.
        invited_by (str):
        created_at (str):
        expires_at (str):
    """

    id: str
    address: str
    role: Role
    invited_by: str
    created_at: str
    expires_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        address = d.pop("address")
        role = check_role(d.pop("role"))

        invited_by = d.pop("invited_by")
        created_at = d.pop("created_at")
        expires_at = d.pop("expires_at")
        return cls(
            id=id,
            address=address,
            role=role,
            invited_by=invited_by,
            created_at=created_at,
            expires_at=expires_at,
        )
