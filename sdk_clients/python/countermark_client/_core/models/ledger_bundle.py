# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="LedgerBundle")


@_attrs_define
class LedgerBundle:
    """What was new in one epoch, as a CARv1 file that checks itself: `countermark-verify` takes a log's bundles together.

    Attributes:
        epoch (int): its number.
        cid (str): of its root block, which is the manifest: CIDv1, SHA-256, base32.
        size_bytes (int): of the file.
        from_size (int): entries before it; of a public bundle, epochs.
        to_size (int): entries with it.
        made_at (str): when it was made.
        pinned_at (None | str): when an IPFS node confirmed that it keeps it; null where none was asked, or not yet.
    """

    epoch: int
    cid: str
    size_bytes: int
    from_size: int
    to_size: int
    made_at: str
    pinned_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        epoch = d.pop("epoch")
        cid = d.pop("cid")
        size_bytes = d.pop("size_bytes")
        from_size = d.pop("from_size")
        to_size = d.pop("to_size")
        made_at = d.pop("made_at")
        pinned_at = cast("None | str", d.pop("pinned_at"))
        return cls(
            epoch=epoch,
            cid=cid,
            size_bytes=size_bytes,
            from_size=from_size,
            to_size=to_size,
            made_at=made_at,
            pinned_at=pinned_at,
        )
