# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="NotHeld")


@_attrs_define
class NotHeld:
    """A fact that the rules read and some stored decisions do not hold: it was missing to the rules there.

    Attributes:
        fact (str):
        decisions (int):
    """

    fact: str
    decisions: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        fact = d.pop("fact")
        decisions = d.pop("decisions")
        return cls(
            fact=fact,
            decisions=decisions,
        )
