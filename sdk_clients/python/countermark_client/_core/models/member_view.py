# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.role import Role, check_role
from ..types import plain

T = TypeVar("T", bound="MemberView")


@_attrs_define
class MemberView:
    """A person of the tenant.

    Attributes:
        id (str):
        address (str):
        role (Role): What a member is in a tenant. A member holds one role.
        second_factor (bool):
        created_at (str):
        last_signed_in_at (None | str):
    """

    id: str
    address: str
    role: Role
    second_factor: bool
    created_at: str
    last_signed_in_at: None | str

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

        second_factor = d.pop("second_factor")
        created_at = d.pop("created_at")
        last_signed_in_at = cast("None | str", d.pop("last_signed_in_at"))
        return cls(
            id=id,
            address=address,
            role=role,
            second_factor=second_factor,
            created_at=created_at,
            last_signed_in_at=last_signed_in_at,
        )
