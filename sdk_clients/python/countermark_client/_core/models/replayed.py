# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Replayed")


@_attrs_define
class Replayed:
    """Replayed.

    Attributes:
        queued (int): how many messages are sent again. more: there were more; replay again from `next_since`.
        more (bool):
        next_since (None | str):
    """

    queued: int
    more: bool
    next_since: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        queued = d.pop("queued")
        more = d.pop("more")
        next_since = cast("None | str", d.pop("next_since"))
        return cls(
            queued=queued,
            more=more,
            next_since=next_since,
        )
