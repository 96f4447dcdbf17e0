# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="RulesetShadowChange")


@_attrs_define
class RulesetShadowChange:
    """Decisions that had one outcome and would have had another, or the same.

    currency, amount_minor: of the payments they were about; null where there was none.

        Attributes:
            was (str):
            would_be (str):
            decisions (int):
            currency (None | str):
            amount_minor (int | None):
    """

    was: str
    would_be: str
    decisions: int
    currency: None | str
    amount_minor: int | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        was = d.pop("was")
        would_be = d.pop("would_be")
        decisions = d.pop("decisions")
        currency = cast("None | str", d.pop("currency"))
        amount_minor = cast("int | None", d.pop("amount_minor"))
        return cls(
            was=was,
            would_be=would_be,
            decisions=decisions,
            currency=currency,
            amount_minor=amount_minor,
        )
