# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.public_jwk_alg_type_0 import PublicJwkAlgType0, check_public_jwk_alg_type_0
from ..models.public_jwk_crv_type_0 import PublicJwkCrvType0, check_public_jwk_crv_type_0
from ..models.public_jwk_key_ops_type_0_item import (
    PublicJwkKeyOpsType0Item,
    check_public_jwk_key_ops_type_0_item,
)
from ..models.public_jwk_kty import PublicJwkKty, check_public_jwk_kty
from ..models.public_jwk_use_type_0 import PublicJwkUseType0, check_public_jwk_use_type_0
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PublicJwk")


@_attrs_define
class PublicJwk:
    """A public key as RFC 7517 writes it: P-256 (ES256), Ed25519, or RSA of 2,048 bits or more (PS256, RS256).

    Attributes:
        kty (PublicJwkKty):
        kid (str):
        alg (None | PublicJwkAlgType0 | Unset):
        use (None | PublicJwkUseType0 | Unset):
        key_ops (list[PublicJwkKeyOpsType0Item] | None | Unset):
        crv (None | PublicJwkCrvType0 | Unset):
        x (None | str | Unset):
        y (None | str | Unset):
        n (None | str | Unset):
        e (None | str | Unset):
    """

    kty: PublicJwkKty
    kid: str
    alg: None | PublicJwkAlgType0 | Unset = UNSET
    use: None | PublicJwkUseType0 | Unset = UNSET
    key_ops: list[PublicJwkKeyOpsType0Item] | None | Unset = UNSET
    crv: None | PublicJwkCrvType0 | Unset = UNSET
    x: None | str | Unset = UNSET
    y: None | str | Unset = UNSET
    n: None | str | Unset = UNSET
    e: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        kty = check_public_jwk_kty(d.pop("kty"))

        kid = d.pop("kid")

        def _parse_alg(data: object) -> None | PublicJwkAlgType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                alg_type_0 = check_public_jwk_alg_type_0(data)

                return alg_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PublicJwkAlgType0 | Unset, data)

        alg = _parse_alg(d.pop("alg", UNSET))

        def _parse_use(data: object) -> None | PublicJwkUseType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                use_type_0 = check_public_jwk_use_type_0(data)

                return use_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PublicJwkUseType0 | Unset, data)

        use = _parse_use(d.pop("use", UNSET))

        def _parse_key_ops(data: object) -> list[PublicJwkKeyOpsType0Item] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                key_ops_type_0 = []
                _key_ops_type_0 = data
                for key_ops_type_0_item_data in _key_ops_type_0:
                    key_ops_type_0_item = check_public_jwk_key_ops_type_0_item(key_ops_type_0_item_data)

                    key_ops_type_0.append(key_ops_type_0_item)

                return key_ops_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[PublicJwkKeyOpsType0Item] | None | Unset, data)

        key_ops = _parse_key_ops(d.pop("key_ops", UNSET))

        def _parse_crv(data: object) -> None | PublicJwkCrvType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                crv_type_0 = check_public_jwk_crv_type_0(data)

                return crv_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PublicJwkCrvType0 | Unset, data)

        crv = _parse_crv(d.pop("crv", UNSET))

        x = cast("None | str | Unset", d.pop("x", UNSET))
        y = cast("None | str | Unset", d.pop("y", UNSET))
        n = cast("None | str | Unset", d.pop("n", UNSET))
        e = cast("None | str | Unset", d.pop("e", UNSET))
        return cls(
            kty=kty,
            kid=kid,
            alg=alg,
            use=use,
            key_ops=key_ops,
            crv=crv,
            x=x,
            y=y,
            n=n,
            e=e,
        )
