# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="DecisionEventData")


@_attrs_define
class DecisionEventData:
    """Of a decision.

    Attributes:
        use_case (str): the question that was asked.
        outcome (str): what the rules made of it.
        score (int | None): in millionths; null where no model answered.
        degraded (bool): whether it was made without the model or the rules.
    """

    use_case: str
    outcome: str
    score: int | None
    degraded: bool

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        use_case = d.pop("use_case")
        outcome = d.pop("outcome")
        score = cast("int | None", d.pop("score"))
        degraded = d.pop("degraded")
        return cls(
            use_case=use_case,
            outcome=outcome,
            score=score,
            degraded=degraded,
        )
