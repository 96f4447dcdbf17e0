# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.rotate_ledger_key_kind import RotateLedgerKeyKind, check_rotate_ledger_key_kind
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="RotateLedgerKey")


@_attrs_define
class RotateLedgerKey:
    """RotateLedgerKey.

    Attributes:
        kind (RotateLedgerKeyKind | Unset): ed25519, which every log has, or ml_dsa_44, the second, where the
            installation signs with it. Default: 'ed25519'.
    """

    kind: RotateLedgerKeyKind | Unset = "ed25519"

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        _kind = d.pop("kind", UNSET)
        kind: RotateLedgerKeyKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = check_rotate_ledger_key_kind(_kind)

        return cls(
            kind=kind,
        )
