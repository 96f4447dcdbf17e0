# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="SessionView")


@_attrs_define
class SessionView:
    """A session of the caller that still works. `current`: the one that asks.

    Attributes:
        id (str):
        current (bool):
        second_factor (bool):
        created_at (str):
        last_seen_at (str):
        expires_at (str):
    """

    id: str
    current: bool
    second_factor: bool
    created_at: str
    last_seen_at: str
    expires_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        current = d.pop("current")
        second_factor = d.pop("second_factor")
        created_at = d.pop("created_at")
        last_seen_at = d.pop("last_seen_at")
        expires_at = d.pop("expires_at")
        return cls(
            id=id,
            current=current,
            second_factor=second_factor,
            created_at=created_at,
            last_seen_at=last_seen_at,
            expires_at=expires_at,
        )
