# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RowProof")


@_attrs_define
class RowProof:
    """That one row is under the root that the ledger entry commits to; `countermark-verify batch-row` checks it offline.

    Paths are hashes from the leaf upwards. group: hashes of the up to 64 rows around it, its own among them; `row_path`
    leads
    from them to the root of the row's chunk, `chunk_path` from there on.

        Attributes:
            batch_id (str):
            entry_id (str):
            salt (str):
            header (str):
            header_path (list[str]):
            row (str): the line of the CSV, as it stands there. header: what the columns mean, and how many rows there are.
            row_index (int):
            row_count (int):
            group (list[str]):
            row_path (list[str]):
            chunk_index (int):
            chunk_count (int):
            chunk_path (list[str]):
    """

    batch_id: str
    entry_id: str
    salt: str
    header: str
    header_path: list[str]
    row: str
    row_index: int
    row_count: int
    group: list[str]
    row_path: list[str]
    chunk_index: int
    chunk_count: int
    chunk_path: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        batch_id = d.pop("batch_id")
        entry_id = d.pop("entry_id")
        salt = d.pop("salt")
        header = d.pop("header")
        header_path = cast(list[str], d.pop("header_path"))

        row = d.pop("row")
        row_index = d.pop("row_index")
        row_count = d.pop("row_count")
        group = cast(list[str], d.pop("group"))

        row_path = cast(list[str], d.pop("row_path"))

        chunk_index = d.pop("chunk_index")
        chunk_count = d.pop("chunk_count")
        chunk_path = cast(list[str], d.pop("chunk_path"))

        return cls(
            batch_id=batch_id,
            entry_id=entry_id,
            salt=salt,
            header=header,
            header_path=header_path,
            row=row,
            row_index=row_index,
            row_count=row_count,
            group=group,
            row_path=row_path,
            chunk_index=chunk_index,
            chunk_count=chunk_count,
            chunk_path=chunk_path,
        )
