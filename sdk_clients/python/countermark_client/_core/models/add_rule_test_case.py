# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="AddRuleTestCase")


@_attrs_define
class AddRuleTestCase:
    """A stored decision that shall be a test case.

    Attributes:
        name (str):
        decision_id (str):
        reason (str):
        outcome (None | str | Unset): what should have come; without it, what did. reason: why, for those who read the
            history.
    """

    name: str
    decision_id: str
    reason: str
    outcome: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        name = d.pop("name")
        decision_id = d.pop("decision_id")
        reason = d.pop("reason")
        outcome = cast("None | str | Unset", d.pop("outcome", UNSET))
        return cls(
            name=name,
            decision_id=decision_id,
            reason=reason,
            outcome=outcome,
        )
