# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="ApproveCase")


@_attrs_define
class ApproveCase:
    """ApproveCase.

    Attributes:
        approved (bool): false sends the case back to who proposed the result.
        comment (None | str | Unset):
    """

    approved: bool
    comment: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        approved = d.pop("approved")
        comment = cast("None | str | Unset", d.pop("comment", UNSET))
        return cls(
            approved=approved,
            comment=comment,
        )
