# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="DeclarationView")


@_attrs_define
class DeclarationView:
    """One version of a declaration. It never changes, but may be retired.

    hexadecimal, of all that makes the value; the same stands in ledger entries. retired_at: since when nothing new can
    read it.

        Attributes:
            id (str):
            number (int): counts the versions of one name. inputs: columns of your own that it reads as `inputs.<name>`, and
                their types.
            expression (str):
            inputs (Any):
            reads (list[str]): all facts that it reads. cost_us: microseconds of its worst case, as it was priced. digest:
                SHA-256, in
            cost_us (int):
            digest (str):
            created_at (str):
            created_by (str):
            retired_at (None | str):
    """

    id: str
    number: int
    expression: str
    inputs: Any
    reads: list[str]
    cost_us: int
    digest: str
    created_at: str
    created_by: str
    retired_at: None | str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        number = d.pop("number")
        expression = d.pop("expression")
        inputs = d.pop("inputs")
        reads = cast(list[str], d.pop("reads"))

        cost_us = d.pop("cost_us")
        digest = d.pop("digest")
        created_at = d.pop("created_at")
        created_by = d.pop("created_by")
        retired_at = cast("None | str", d.pop("retired_at"))
        return cls(
            id=id,
            number=number,
            expression=expression,
            inputs=inputs,
            reads=reads,
            cost_us=cost_us,
            digest=digest,
            created_at=created_at,
            created_by=created_by,
            retired_at=retired_at,
        )
