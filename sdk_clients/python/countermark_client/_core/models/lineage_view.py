# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="LineageView")


@_attrs_define
class LineageView:
    """Where a version comes from. parent_id: the version that it was made to take the place of, where that was told.

    Attributes:
        parent_id (None | str):
        command (str): what made it.
        data_sha256 (str): of what it learnt from, in hexadecimal.
        row_count (int): of what it learnt from.
        seed (int): with the same it comes out the same.
    """

    parent_id: None | str
    command: str
    data_sha256: str
    row_count: int
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        parent_id = cast("None | str", d.pop("parent_id"))
        command = d.pop("command")
        data_sha256 = d.pop("data_sha256")
        row_count = d.pop("row_count")
        seed = d.pop("seed")
        return cls(
            parent_id=parent_id,
            command=command,
            data_sha256=data_sha256,
            row_count=row_count,
            seed=seed,
        )
