# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import plain

T = TypeVar("T", bound="WindowView")


@_attrs_define
class WindowView:
    """Payments of one span of time, in the state's currency; those in others are counted only.

    Attributes:
        debit_count (int):
        debit_minor (int):
        credit_count (int):
        credit_minor (int):
        cash_minor (int): debits in cash or at a cash machine.
        emi_minor (int): debits of category `emi`.
        other_debit_count (int): debits in other currencies.
        other_credit_count (int): credits in other currencies.
    """

    debit_count: int
    debit_minor: int
    credit_count: int
    credit_minor: int
    cash_minor: int
    emi_minor: int
    other_debit_count: int
    other_credit_count: int

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        debit_count = d.pop("debit_count")
        debit_minor = d.pop("debit_minor")
        credit_count = d.pop("credit_count")
        credit_minor = d.pop("credit_minor")
        cash_minor = d.pop("cash_minor")
        emi_minor = d.pop("emi_minor")
        other_debit_count = d.pop("other_debit_count")
        other_credit_count = d.pop("other_credit_count")
        return cls(
            debit_count=debit_count,
            debit_minor=debit_minor,
            credit_count=credit_count,
            credit_minor=credit_minor,
            cash_minor=cash_minor,
            emi_minor=emi_minor,
            other_debit_count=other_debit_count,
            other_credit_count=other_credit_count,
        )
