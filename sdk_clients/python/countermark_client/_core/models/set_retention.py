# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="SetRetention")


@_attrs_define
class SetRetention:
    """SetRetention.

    Attributes:
        reason (str):
        decision_days (int | None | Unset): how long payloads and explanations of decisions are kept; null keeps them
            until their customers are erased.
    """

    reason: str
    decision_days: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        reason = d.pop("reason")
        decision_days = cast("int | None | Unset", d.pop("decision_days", UNSET))
        return cls(
            reason=reason,
            decision_days=decision_days,
        )
