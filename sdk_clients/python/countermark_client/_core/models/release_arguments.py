# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ReleaseArguments")


@_attrs_define
class ReleaseArguments:
    """What `proveCondition` of the contract takes, by its own names in snake case.

    Attributes:
        eid (str): of the entry, 16 bytes. ts, record_ts: microseconds. anchored_epoch: null until an anchor covers the
            epoch.
        ts (int):
        act (str):
        index (int):
        size (int):
        log_root (str):
        salt (str):
        slots (int):
        epoch_root (str):
        epoch (int):
        record_ts (int):
        anchored_epoch (int | None):
        log_path (list[str]):
        slot_path (list[str]):
        record_path (list[str]): empty until then.
    """

    eid: str
    ts: int
    act: str
    index: int
    size: int
    log_root: str
    salt: str
    slots: int
    epoch_root: str
    epoch: int
    record_ts: int
    anchored_epoch: int | None
    log_path: list[str]
    slot_path: list[str]
    record_path: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        eid = d.pop("eid")
        ts = d.pop("ts")
        act = d.pop("act")
        index = d.pop("index")
        size = d.pop("size")
        log_root = d.pop("log_root")
        salt = d.pop("salt")
        slots = d.pop("slots")
        epoch_root = d.pop("epoch_root")
        epoch = d.pop("epoch")
        record_ts = d.pop("record_ts")
        anchored_epoch = cast("int | None", d.pop("anchored_epoch"))
        log_path = cast(list[str], d.pop("log_path"))

        slot_path = cast(list[str], d.pop("slot_path"))

        record_path = cast(list[str], d.pop("record_path"))

        return cls(
            eid=eid,
            ts=ts,
            act=act,
            index=index,
            size=size,
            log_root=log_root,
            salt=salt,
            slots=slots,
            epoch_root=epoch_root,
            epoch=epoch,
            record_ts=record_ts,
            anchored_epoch=anchored_epoch,
            log_path=log_path,
            slot_path=slot_path,
            record_path=record_path,
        )
