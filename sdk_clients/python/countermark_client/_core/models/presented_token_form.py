# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PresentedTokenForm")


@_attrs_define
class PresentedTokenForm:
    """An access token and the client that asks about it.

    Attributes:
        token (str):
        client_id (str | Unset):
        client_secret (str | Unset):
        client_assertion_type (str | Unset):
        client_assertion (str | Unset):
        token_type_hint (str | Unset):
    """

    token: str
    client_id: str | Unset = UNSET
    client_secret: str | Unset = UNSET
    client_assertion_type: str | Unset = UNSET
    client_assertion: str | Unset = UNSET
    token_type_hint: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        token = d.pop("token")
        client_id = d.pop("client_id", UNSET)
        client_secret = d.pop("client_secret", UNSET)
        client_assertion_type = d.pop("client_assertion_type", UNSET)
        client_assertion = d.pop("client_assertion", UNSET)
        token_type_hint = d.pop("token_type_hint", UNSET)
        return cls(
            token=token,
            client_id=client_id,
            client_secret=client_secret,
            client_assertion_type=client_assertion_type,
            client_assertion=client_assertion,
            token_type_hint=token_type_hint,
        )
