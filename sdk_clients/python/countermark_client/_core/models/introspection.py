# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="Introspection")


@_attrs_define
class Introspection:
    """RFC 7662 section 2.2. An inactive token says nothing else.

    Attributes:
        active (bool):
        scope (None | str | Unset):
        client_id (None | str | Unset):
        token_type (None | str | Unset):
        exp (int | None | Unset):
        iat (int | None | Unset):
        nbf (int | None | Unset):
        sub (None | str | Unset):
        aud (None | str | Unset):
        iss (None | str | Unset):
        jti (None | str | Unset):
    """

    active: bool
    scope: None | str | Unset = UNSET
    client_id: None | str | Unset = UNSET
    token_type: None | str | Unset = UNSET
    exp: int | None | Unset = UNSET
    iat: int | None | Unset = UNSET
    nbf: int | None | Unset = UNSET
    sub: None | str | Unset = UNSET
    aud: None | str | Unset = UNSET
    iss: None | str | Unset = UNSET
    jti: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        active = d.pop("active")
        scope = cast("None | str | Unset", d.pop("scope", UNSET))
        client_id = cast("None | str | Unset", d.pop("client_id", UNSET))
        token_type = cast("None | str | Unset", d.pop("token_type", UNSET))
        exp = cast("int | None | Unset", d.pop("exp", UNSET))
        iat = cast("int | None | Unset", d.pop("iat", UNSET))
        nbf = cast("int | None | Unset", d.pop("nbf", UNSET))
        sub = cast("None | str | Unset", d.pop("sub", UNSET))
        aud = cast("None | str | Unset", d.pop("aud", UNSET))
        iss = cast("None | str | Unset", d.pop("iss", UNSET))
        jti = cast("None | str | Unset", d.pop("jti", UNSET))
        return cls(
            active=active,
            scope=scope,
            client_id=client_id,
            token_type=token_type,
            exp=exp,
            iat=iat,
            nbf=nbf,
            sub=sub,
            aud=aud,
            iss=iss,
            jti=jti,
        )
