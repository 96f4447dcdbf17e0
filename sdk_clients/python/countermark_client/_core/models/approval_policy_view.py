# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ApprovalPolicyView")


@_attrs_define
class ApprovalPolicyView:
    """Whether what decides in this environment may change only with the approval of a second member.

    set_by, reason, set_at: null while it is as it came: required in live environments, and not in sandboxes.

        Attributes:
            required (bool):
            set_by (None | str):
            reason (None | str):
            set_at (None | str):
    """

    required: bool
    set_by: None | str
    reason: None | str
    set_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        required = d.pop("required")
        set_by = cast("None | str", d.pop("set_by"))
        reason = cast("None | str", d.pop("reason"))
        set_at = cast("None | str", d.pop("set_at"))
        return cls(
            required=required,
            set_by=set_by,
            reason=reason,
            set_at=set_at,
        )
