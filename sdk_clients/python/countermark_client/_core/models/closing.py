# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="Closing")


@_attrs_define
class Closing:
    """Closing.

    Attributes:
        closed_at (str):
        closed_by (str):
        reason (str):
        keys_due_at (str):
        export_waived (bool):
        exported_at (None | str): when a whole export was last read to its end since. keys_destroyed_at: null while they
            are there.
        keys_destroyed_at (None | str):
    """

    closed_at: str
    closed_by: str
    reason: str
    keys_due_at: str
    export_waived: bool
    exported_at: None | str
    keys_destroyed_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        closed_at = d.pop("closed_at")
        closed_by = d.pop("closed_by")
        reason = d.pop("reason")
        keys_due_at = d.pop("keys_due_at")
        export_waived = d.pop("export_waived")
        exported_at = cast("None | str", d.pop("exported_at"))
        keys_destroyed_at = cast("None | str", d.pop("keys_destroyed_at"))
        return cls(
            closed_at=closed_at,
            closed_by=closed_by,
            reason=reason,
            keys_due_at=keys_due_at,
            export_waived=export_waived,
            exported_at=exported_at,
            keys_destroyed_at=keys_destroyed_at,
        )
