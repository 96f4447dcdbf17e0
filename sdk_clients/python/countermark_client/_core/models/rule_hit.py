# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RuleHit")


@_attrs_define
class RuleHit:
    """A node that counted. row: of a table, from 1; null for other nodes.

    Attributes:
        node_id (str):
        node (str):
        row (int | None):
    """

    node_id: str
    node: str
    row: int | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        node_id = d.pop("node_id")
        node = d.pop("node")
        row = cast("int | None", d.pop("row"))
        return cls(
            node_id=node_id,
            node=node,
            row=row,
        )
