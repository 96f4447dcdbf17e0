# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="RuleTest")


@_attrs_define
class RuleTest:
    """One test case.

    Attributes:
        name (str): unique in its use case. facts: by full name; what is left out is missing. outcome: what must come.
        facts (Any):
        outcome (str):
        notes (list[str] | Unset): what the decision must note, in this order; when there are none, notes are not looked
            at.
    """

    name: str
    facts: Any
    outcome: str
    notes: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        facts = d.pop("facts")
        outcome = d.pop("outcome")
        notes = cast(list[str], d.pop("notes", UNSET))

        return cls(
            name=name,
            facts=facts,
            outcome=outcome,
            notes=notes,
        )
