# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="NewSessionView")


@_attrs_define
class NewSessionView:
    """A session. Its token for each environment is shown this once; send it as `Authorization: Bearer`.

    Attributes:
        id (str):
        member_id (str):
        tenant_id (str):
        live_token (str):
        sandbox_token (str):
        expires_at (str):
    """

    id: str
    member_id: str
    tenant_id: str
    live_token: str
    sandbox_token: str
    expires_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        member_id = d.pop("member_id")
        tenant_id = d.pop("tenant_id")
        live_token = d.pop("live_token")
        sandbox_token = d.pop("sandbox_token")
        expires_at = d.pop("expires_at")
        return cls(
            id=id,
            member_id=member_id,
            tenant_id=tenant_id,
            live_token=live_token,
            sandbox_token=sandbox_token,
            expires_at=expires_at,
        )
