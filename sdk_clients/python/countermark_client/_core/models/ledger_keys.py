# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.ledger_key import LedgerKey


T = TypeVar("T", bound="LedgerKeys")


@_attrs_define
class LedgerKeys:
    """The keys that sign for this environment. Pin them once, by a way that you trust.

    Attributes:
        log_id (str): the log, which is the environment.
        origin (str): how the log names itself in its checkpoints.
        keys (list[LedgerKey]): every key that signs or signed, oldest first.
    """

    log_id: str
    origin: str
    keys: list[LedgerKey]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.ledger_key import LedgerKey  # noqa: PLC0415

        d = dict(src_dict)
        log_id = d.pop("log_id")
        origin = d.pop("origin")
        keys = []
        _keys = d.pop("keys")
        for keys_item_data in _keys:
            keys_item = LedgerKey.from_dict(keys_item_data)

            keys.append(keys_item)

        return cls(
            log_id=log_id,
            origin=origin,
            keys=keys,
        )
