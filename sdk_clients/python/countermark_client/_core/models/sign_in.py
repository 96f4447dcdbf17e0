# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="SignIn")


@_attrs_define
class SignIn:
    """SignIn.

    Attributes:
        address (str):
        password (str):
        code (None | str | Unset):
        tenant_id (None | str | Unset):
    """

    address: str
    password: str
    code: None | str | Unset = UNSET
    tenant_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        address = d.pop("address")
        password = d.pop("password")
        code = cast("None | str | Unset", d.pop("code", UNSET))
        tenant_id = cast("None | str | Unset", d.pop("tenant_id", UNSET))
        return cls(
            address=address,
            password=password,
            code=code,
            tenant_id=tenant_id,
        )
