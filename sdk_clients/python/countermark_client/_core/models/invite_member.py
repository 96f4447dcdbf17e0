# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.role import Role, check_role
from ..types import plain

T = TypeVar("T", bound="InviteMember")


@_attrs_define
class InviteMember:
    """InviteMember.

    Attributes:
        address (str):
        role (Role): What a member is in a tenant. A member holds one role.
    """

    address: str
    role: Role

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        address = d.pop("address")
        role = check_role(d.pop("role"))

        return cls(
            address=address,
            role=role,
        )
