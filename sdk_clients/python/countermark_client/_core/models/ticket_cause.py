# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="TicketCause")


@_attrs_define
class TicketCause:
    """One cause that the ticket may have. share: of the model's belief, 0 to 1.

    Attributes:
        cause (str):
        share (float):
    """

    cause: str
    share: float

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        cause = d.pop("cause")
        share = d.pop("share")
        return cls(
            cause=cause,
            share=share,
        )
