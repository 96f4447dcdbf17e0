# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="EpochProof")


@_attrs_define
class EpochProof:
    """That this log's checkpoint is in an epoch, and the epoch in the public super-log.

    Attributes:
        log_id (str): the log, which is the environment.
        epoch (int): number of the epoch, from 1.
        closed_at (str): when it closed.
        slots (int): number of logs under its root.
        root (str): RFC 6962 root over the leaves of all slots.
        slot (int): this log's place among them, from 0, the same in every epoch.
        size (int): number of entries of this log's checkpoint in it, 0 while the log was empty.
        leaf (str): the exact bytes in the slot, deterministic CBOR: the checkpoint's size and root, and a salt.
        path (list[str]): hashes from the leaf to the epoch's root, RFC 6962.
        record (str): the epoch's entry in the super-log, deterministic CBOR.
        record_path (list[str]): hashes from the record to the root of the checkpoint below, RFC 6962; its index is
            `epoch` - 1.
        checkpoint (str): the newest signed checkpoint of the super-log, a C2SP note with the lines of its witnesses.
    """

    log_id: str
    epoch: int
    closed_at: str
    slots: int
    root: str
    slot: int
    size: int
    leaf: str
    path: list[str]
    record: str
    record_path: list[str]
    checkpoint: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        log_id = d.pop("log_id")
        epoch = d.pop("epoch")
        closed_at = d.pop("closed_at")
        slots = d.pop("slots")
        root = d.pop("root")
        slot = d.pop("slot")
        size = d.pop("size")
        leaf = d.pop("leaf")
        path = cast(list[str], d.pop("path"))

        record = d.pop("record")
        record_path = cast(list[str], d.pop("record_path"))

        checkpoint = d.pop("checkpoint")
        return cls(
            log_id=log_id,
            epoch=epoch,
            closed_at=closed_at,
            slots=slots,
            root=root,
            slot=slot,
            size=size,
            leaf=leaf,
            path=path,
            record=record,
            record_path=record_path,
            checkpoint=checkpoint,
        )
