# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="TokenForm")


@_attrs_define
class TokenForm:
    """A client credentials request. `scope` is a list of permissions with spaces between; all of the client's without.

    Attributes:
        grant_type (str):
        client_id (str | Unset):
        client_secret (str | Unset):
        client_assertion_type (str | Unset):
        client_assertion (str | Unset):
        scope (str | Unset):
    """

    grant_type: str
    client_id: str | Unset = UNSET
    client_secret: str | Unset = UNSET
    client_assertion_type: str | Unset = UNSET
    client_assertion: str | Unset = UNSET
    scope: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        grant_type = d.pop("grant_type")
        client_id = d.pop("client_id", UNSET)
        client_secret = d.pop("client_secret", UNSET)
        client_assertion_type = d.pop("client_assertion_type", UNSET)
        client_assertion = d.pop("client_assertion", UNSET)
        scope = d.pop("scope", UNSET)
        return cls(
            grant_type=grant_type,
            client_id=client_id,
            client_secret=client_secret,
            client_assertion_type=client_assertion_type,
            client_assertion=client_assertion,
            scope=scope,
        )
