# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.o_auth_client_view_auth_method import (
    OAuthClientViewAuthMethod,
    check_o_auth_client_view_auth_method,
)
from ..types import plain

T = TypeVar("T", bound="OAuthClientView")


@_attrs_define
class OAuthClientView:
    """An OAuth2 client. Its id is the `client_id` of the token endpoint.

    Attributes:
        id (str):
        name (str):
        auth_method (OAuthClientViewAuthMethod):
        scopes (list[str]):
        created_at (str):
        created_by (str):
        revoked_at (None | str):
        last_used_at (None | str):
    """

    id: str
    name: str
    auth_method: OAuthClientViewAuthMethod
    scopes: list[str]
    created_at: str
    created_by: str
    revoked_at: None | str
    last_used_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        name = d.pop("name")
        auth_method = check_o_auth_client_view_auth_method(d.pop("auth_method"))

        scopes = cast(list[str], d.pop("scopes"))

        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        revoked_at = cast("None | str", d.pop("revoked_at"))
        last_used_at = cast("None | str", d.pop("last_used_at"))
        return cls(
            id=id,
            name=name,
            auth_method=auth_method,
            scopes=scopes,
            created_at=created_at,
            created_by=created_by,
            revoked_at=revoked_at,
            last_used_at=last_used_at,
        )
