# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.permission import Permission, check_permission
from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.public_jwk import PublicJwk


T = TypeVar("T", bound="CreateOAuthClient")


@_attrs_define
class CreateOAuthClient:
    """CreateOAuthClient.

    Attributes:
        name (str):
        scopes (list[Permission]):
        public_keys (list[PublicJwk] | None | Unset): with them the client authenticates by private_key_jwt, without by
            a secret that we make.
    """

    name: str
    scopes: list[Permission]
    public_keys: list[PublicJwk] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.public_jwk import PublicJwk  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")
        scopes = []
        _scopes = d.pop("scopes")
        for scopes_item_data in _scopes:
            scopes_item = check_permission(scopes_item_data)

            scopes.append(scopes_item)

        def _parse_public_keys(data: object) -> list[PublicJwk] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                public_keys_type_0 = []
                _public_keys_type_0 = data
                for public_keys_type_0_item_data in _public_keys_type_0:
                    public_keys_type_0_item = PublicJwk.from_dict(public_keys_type_0_item_data)

                    public_keys_type_0.append(public_keys_type_0_item)

                return public_keys_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[PublicJwk] | None | Unset, data)

        public_keys = _parse_public_keys(d.pop("public_keys", UNSET))

        return cls(
            name=name,
            scopes=scopes,
            public_keys=public_keys,
        )
