# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="BacktestEventData")


@_attrs_define
class BacktestEventData:
    """Of a backtest that has ended.

    Attributes:
        status (str): `completed`, `failed` or `cancelled`.
        decisions (int | Unset): how many it compared, where it was completed.
        changed (int | Unset): of these, how many came out otherwise.
    """

    status: str
    decisions: int | Unset = UNSET
    changed: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        status = d.pop("status")
        decisions = d.pop("decisions", UNSET)
        changed = d.pop("changed", UNSET)
        return cls(
            status=status,
            decisions=decisions,
            changed=changed,
        )
