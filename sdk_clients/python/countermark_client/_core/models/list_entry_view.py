# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ListEntryView")


@_attrs_define
class ListEntryView:
    """An entry. fingerprint: of the value, which is not kept; the same value has the same one in this environment.

    Attributes:
        id (str):
        fingerprint (str):
        expires_at (None | str):
        reason (str):
        added_at (str):
        added_by (str):
    """

    id: str
    fingerprint: str
    expires_at: None | str
    reason: str
    added_at: str
    added_by: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        fingerprint = d.pop("fingerprint")
        expires_at = cast("None | str", d.pop("expires_at"))
        reason = d.pop("reason")
        added_at = d.pop("added_at")
        added_by = d.pop("added_by")
        return cls(
            id=id,
            fingerprint=fingerprint,
            expires_at=expires_at,
            reason=reason,
            added_at=added_at,
            added_by=added_by,
        )
