# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.api_key_view_status import ApiKeyViewStatus, check_api_key_view_status
from ..types import plain

T = TypeVar("T", bound="ApiKeyView")


@_attrs_define
class ApiKeyView:
    """An API key without its secret. `hint` is the readable part of its text.

    Attributes:
        id (str):
        name (str):
        hint (str):
        scopes (list[str]):
        status (ApiKeyViewStatus):
        created_at (str):
        created_by (str):
        expires_at (None | str):
        revoked_at (None | str):
        rotated_from (None | str):
        last_used_at (None | str):
    """

    id: str
    name: str
    hint: str
    scopes: list[str]
    status: ApiKeyViewStatus
    created_at: str
    created_by: str
    expires_at: None | str
    revoked_at: None | str
    rotated_from: None | str
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
        hint = d.pop("hint")
        scopes = cast(list[str], d.pop("scopes"))

        status = check_api_key_view_status(d.pop("status"))

        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        expires_at = cast("None | str", d.pop("expires_at"))
        revoked_at = cast("None | str", d.pop("revoked_at"))
        rotated_from = cast("None | str", d.pop("rotated_from"))
        last_used_at = cast("None | str", d.pop("last_used_at"))
        return cls(
            id=id,
            name=name,
            hint=hint,
            scopes=scopes,
            status=status,
            created_at=created_at,
            created_by=created_by,
            expires_at=expires_at,
            revoked_at=revoked_at,
            rotated_from=rotated_from,
            last_used_at=last_used_at,
        )
