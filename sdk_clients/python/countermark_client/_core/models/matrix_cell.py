# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

if TYPE_CHECKING:
    from ..models.matrix_money import MatrixMoney


T = TypeVar("T", bound="MatrixCell")


@_attrs_define
class MatrixCell:
    """Decisions that one outcome was given to before, and another by the draft.

    Attributes:
        before (str):
        after (str):
        decisions (int):
        money (list[MatrixMoney]):
    """

    before: str
    after: str
    decisions: int
    money: list[MatrixMoney]

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.matrix_money import MatrixMoney  # noqa: PLC0415

        d = dict(src_dict)
        before = d.pop("before")
        after = d.pop("after")
        decisions = d.pop("decisions")
        money = []
        _money = d.pop("money")
        for money_item_data in _money:
            money_item = MatrixMoney.from_dict(money_item_data)

            money.append(money_item)

        return cls(
            before=before,
            after=after,
            decisions=decisions,
            money=money,
        )
