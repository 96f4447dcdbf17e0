# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Retention")


@_attrs_define
class Retention:
    """What holds. reason, set_at, set_by: null where nobody ever said otherwise than by default, which keeps everything.

    Attributes:
        decision_days (int | None):
        reason (None | str):
        set_at (None | str):
        set_by (None | str):
    """

    decision_days: int | None
    reason: None | str
    set_at: None | str
    set_by: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        decision_days = cast("int | None", d.pop("decision_days"))
        reason = cast("None | str", d.pop("reason"))
        set_at = cast("None | str", d.pop("set_at"))
        set_by = cast("None | str", d.pop("set_by"))
        return cls(
            decision_days=decision_days,
            reason=reason,
            set_at=set_at,
            set_by=set_by,
        )
