# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Epoch")


@_attrs_define
class Epoch:
    """One epoch, and where this log stood in it.

    Attributes:
        epoch (int): its number, from 1.
        closed_at (str): when it closed.
        slots (int): number of logs under its root.
        root (str): RFC 6962 root over the leaves of all slots.
        slot (int): this log's place among them, from 0, the same in every epoch.
        size (int): number of entries of this log's checkpoint in it, 0 while the log was empty.
    """

    epoch: int
    closed_at: str
    slots: int
    root: str
    slot: int
    size: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        epoch = d.pop("epoch")
        closed_at = d.pop("closed_at")
        slots = d.pop("slots")
        root = d.pop("root")
        slot = d.pop("slot")
        size = d.pop("size")
        return cls(
            epoch=epoch,
            closed_at=closed_at,
            slots=slots,
            root=root,
            slot=slot,
            size=size,
        )
