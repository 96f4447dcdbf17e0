# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

if TYPE_CHECKING:
    from ..models.past_invoice import PastInvoice


T = TypeVar("T", bound="Invoice")


@_attrs_define
class Invoice:
    """An invoice that waits to be paid.

    Attributes:
        debtor_id (str): your own id of who is to pay.
        amount_minor (int): minor units of the currency.
        currency (str): ISO 4217.
        issued_at (datetime.datetime): when it was sent.
        due_at (datetime.datetime): by when it is to be paid.
        id (None | str | Unset): your own id of the invoice.
        disputed (bool | Unset): whether the debtor disputes it, as of now. Default: False.
        reminders (int | Unset): sent so far. Default: 0.
        history (list[PastInvoice] | Unset): the debtor's earlier invoices, paid or not; what lies after the moment of
            the question is not looked at.
    """

    debtor_id: str
    amount_minor: int
    currency: str
    issued_at: datetime.datetime
    due_at: datetime.datetime
    id: None | str | Unset = UNSET
    disputed: bool | Unset = False
    reminders: int | Unset = 0
    history: list[PastInvoice] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.past_invoice import PastInvoice  # noqa: PLC0415

        d = dict(src_dict)
        debtor_id = d.pop("debtor_id")
        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        issued_at = datetime.datetime.fromisoformat(d.pop("issued_at"))

        due_at = datetime.datetime.fromisoformat(d.pop("due_at"))

        id = cast("None | str | Unset", d.pop("id", UNSET))
        disputed = d.pop("disputed", UNSET)
        reminders = d.pop("reminders", UNSET)
        _history = d.pop("history", UNSET)
        history: list[PastInvoice] | Unset = UNSET
        if _history is not UNSET:
            history = []
            for history_item_data in _history:
                history_item = PastInvoice.from_dict(history_item_data)

                history.append(history_item)

        return cls(
            debtor_id=debtor_id,
            amount_minor=amount_minor,
            currency=currency,
            issued_at=issued_at,
            due_at=due_at,
            id=id,
            disputed=disputed,
            reminders=reminders,
            history=history,
        )
