# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Receipt")


@_attrs_define
class Receipt:
    """A signed promise that an entry will be in the log by a deadline. Check it with `countermark-verify receipt`.

    Attributes:
        v (int): version of the format.
        log_id (str): the log, which is the environment.
        entry_id (str): the entry that is promised.
        leaf_hash (str): SHA-256 of the entry as a leaf of the log.
        issued_at_us (int): when it was promised, microseconds since 1970 UTC.
        due_at_us (int): by when the log will hold the entry.
        batch_index (int): place of this receipt in the batch that one signature covers.
        batch_size (int): number of receipts in the batch.
        batch_path (list[str]): hashes from this receipt to the root that is signed.
        key_id (str): which of the keys at `/ledger/keys` signed.
        signature (str): Ed25519 over the batch.
    """

    v: int
    log_id: str
    entry_id: str
    leaf_hash: str
    issued_at_us: int
    due_at_us: int
    batch_index: int
    batch_size: int
    batch_path: list[str]
    key_id: str
    signature: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        v = d.pop("v")
        log_id = d.pop("log_id")
        entry_id = d.pop("entry_id")
        leaf_hash = d.pop("leaf_hash")
        issued_at_us = d.pop("issued_at_us")
        due_at_us = d.pop("due_at_us")
        batch_index = d.pop("batch_index")
        batch_size = d.pop("batch_size")
        batch_path = cast(list[str], d.pop("batch_path"))

        key_id = d.pop("key_id")
        signature = d.pop("signature")
        return cls(
            v=v,
            log_id=log_id,
            entry_id=entry_id,
            leaf_hash=leaf_hash,
            issued_at_us=issued_at_us,
            due_at_us=due_at_us,
            batch_index=batch_index,
            batch_size=batch_size,
            batch_path=batch_path,
            key_id=key_id,
            signature=signature,
        )
