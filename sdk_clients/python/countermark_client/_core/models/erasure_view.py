# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="ErasureView")


@_attrs_define
class ErasureView:
    """That somebody was erased; never who. `id` is that of its entry in the ledger, too.

    which nobody can read from `erased_at` on.

        Attributes:
            id (str):
            erased_at (str):
            erased_by (str):
            entries (int): of the ledger, that had committed to something of theirs. rows: cleared so far. cleared_at: null
                while rows are left,
            rows (int):
            cleared_at (None | str):
    """

    id: str
    erased_at: str
    erased_by: str
    entries: int
    rows: int
    cleared_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        erased_at = d.pop("erased_at")
        erased_by = d.pop("erased_by")
        entries = d.pop("entries")
        rows = d.pop("rows")
        cleared_at = cast("None | str", d.pop("cleared_at"))
        return cls(
            id=id,
            erased_at=erased_at,
            erased_by=erased_by,
            entries=entries,
            rows=rows,
            cleared_at=cleared_at,
        )
