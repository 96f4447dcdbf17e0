# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="SignedCheckpoint")


@_attrs_define
class SignedCheckpoint:
    """What the log signed of itself. Keep one: a later log that does not continue it is a fork, and you can prove it.

    Attributes:
        log_id (str): the log, which is the environment.
        size (int): number of entries.
        root (str): RFC 6962 root over all of them.
        note (str): the signed checkpoint, a C2SP note: these bytes are what to keep.
        signed_at (str): when it was signed.
    """

    log_id: str
    size: int
    root: str
    note: str
    signed_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        log_id = d.pop("log_id")
        size = d.pop("size")
        root = d.pop("root")
        note = d.pop("note")
        signed_at = d.pop("signed_at")
        return cls(
            log_id=log_id,
            size=size,
            root=root,
            note=note,
            signed_at=signed_at,
        )
