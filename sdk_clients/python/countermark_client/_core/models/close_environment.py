# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="CloseEnvironment")


@_attrs_define
class CloseEnvironment:
    """for an export that was read to its end, unless `export_waived`.

    Attributes:
        environment_id (str): of the caller's own environment, so that no other is closed by mistake. keys_after_days:
            when its keys go; they wait
        reason (str):
        keys_after_days (int | Unset):  Default: 30.
        export_waived (bool | Unset):  Default: False.
    """

    environment_id: str
    reason: str
    keys_after_days: int | Unset = 30
    export_waived: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        environment_id = d.pop("environment_id")
        reason = d.pop("reason")
        keys_after_days = d.pop("keys_after_days", UNSET)
        export_waived = d.pop("export_waived", UNSET)
        return cls(
            environment_id=environment_id,
            reason=reason,
            keys_after_days=keys_after_days,
            export_waived=export_waived,
        )
