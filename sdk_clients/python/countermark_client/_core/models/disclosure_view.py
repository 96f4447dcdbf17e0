# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="DisclosureView")


@_attrs_define
class DisclosureView:
    """What opens the ledger's commitment to one decision.

    Attributes:
        entry_id (str):
        payload (str): the exact bytes that were committed to, in base64. commitment_key: of this entry alone, in
            base64.
        commitment_key (str):
    """

    entry_id: str
    payload: str
    commitment_key: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        entry_id = d.pop("entry_id")
        payload = d.pop("payload")
        commitment_key = d.pop("commitment_key")
        return cls(
            entry_id=entry_id,
            payload=payload,
            commitment_key=commitment_key,
        )
