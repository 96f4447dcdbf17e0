# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="DecisionLine")


@_attrs_define
class DecisionLine:
    """A decision in a list. probability: rounded to a millionth; null when the decision is degraded.

    Attributes:
        id (str):
        use_case (str):
        outcome (str):
        probability (float | None):
        degraded (bool):
        decided_at (str):
    """

    id: str
    use_case: str
    outcome: str
    probability: float | None
    degraded: bool
    decided_at: str

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        id = d.pop("id")
        use_case = d.pop("use_case")
        outcome = d.pop("outcome")
        probability = cast("float | None", d.pop("probability"))
        degraded = d.pop("degraded")
        decided_at = d.pop("decided_at")
        return cls(
            id=id,
            use_case=use_case,
            outcome=outcome,
            probability=probability,
            degraded=degraded,
            decided_at=decided_at,
        )
