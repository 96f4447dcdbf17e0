# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="TokenAnswer")


@_attrs_define
class TokenAnswer:
    """RFC 6749 section 5.1.

    Attributes:
        access_token (str):
        token_type (str):
        expires_in (int):
        scope (str):
    """

    access_token: str
    token_type: str
    expires_in: int
    scope: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        access_token = d.pop("access_token")
        token_type = d.pop("token_type")
        expires_in = d.pop("expires_in")
        scope = d.pop("scope")
        return cls(
            access_token=access_token,
            token_type=token_type,
            expires_in=expires_in,
            scope=scope,
        )
