# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="Columns")


@_attrs_define
class Columns:
    """The columns of the file, by what they hold. Names are compared without case and spaces; the second of one name is
    `Name #2`; in a file without header, and for `mt940`, `camt053` and `ofx`, see docs/imports.md.

    debit, credit: in two columns. direction: a mark (Dr, Cr, D, C, Paid to, Received from …).

        Attributes:
            date (None | str | Unset): when it happened. time: of day, where it stands apart. value_date: stands in where
                `date` is empty.
            time (None | str | Unset):
            value_date (None | str | Unset):
            amount (None | str | Unset): in one column: signed, marked by Dr and Cr, or with its direction in a column of
                its own.
            debit (None | str | Unset):
            credit (None | str | Unset):
            direction (None | str | Unset):
            balance (None | str | Unset): after the payment; used to check that no row is missing.
            description (None | str | Unset): what the statement says. note: added to it. reference: the bank's own, or the
                UTR or RRN of UPI.
            note (None | str | Unset):
            reference (None | str | Unset):
            status (None | str | Unset): of a UPI payment: what failed, is pending or was reversed is not recorded. payer,
                payee: who paid whom, a VPA or a name.
            payer (None | str | Unset):
            payee (None | str | Unset):
            customer (None | str | Unset): your own id of the customer, in files of several. currency, method, category:
                where they stand in the file.
            currency (None | str | Unset):
            method (None | str | Unset):
            category (None | str | Unset):
    """

    date: None | str | Unset = UNSET
    time: None | str | Unset = UNSET
    value_date: None | str | Unset = UNSET
    amount: None | str | Unset = UNSET
    debit: None | str | Unset = UNSET
    credit: None | str | Unset = UNSET
    direction: None | str | Unset = UNSET
    balance: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    note: None | str | Unset = UNSET
    reference: None | str | Unset = UNSET
    status: None | str | Unset = UNSET
    payer: None | str | Unset = UNSET
    payee: None | str | Unset = UNSET
    customer: None | str | Unset = UNSET
    currency: None | str | Unset = UNSET
    method: None | str | Unset = UNSET
    category: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        date = cast("None | str | Unset", d.pop("date", UNSET))
        time = cast("None | str | Unset", d.pop("time", UNSET))
        value_date = cast("None | str | Unset", d.pop("value_date", UNSET))
        amount = cast("None | str | Unset", d.pop("amount", UNSET))
        debit = cast("None | str | Unset", d.pop("debit", UNSET))
        credit = cast("None | str | Unset", d.pop("credit", UNSET))
        direction = cast("None | str | Unset", d.pop("direction", UNSET))
        balance = cast("None | str | Unset", d.pop("balance", UNSET))
        description = cast("None | str | Unset", d.pop("description", UNSET))
        note = cast("None | str | Unset", d.pop("note", UNSET))
        reference = cast("None | str | Unset", d.pop("reference", UNSET))
        status = cast("None | str | Unset", d.pop("status", UNSET))
        payer = cast("None | str | Unset", d.pop("payer", UNSET))
        payee = cast("None | str | Unset", d.pop("payee", UNSET))
        customer = cast("None | str | Unset", d.pop("customer", UNSET))
        currency = cast("None | str | Unset", d.pop("currency", UNSET))
        method = cast("None | str | Unset", d.pop("method", UNSET))
        category = cast("None | str | Unset", d.pop("category", UNSET))
        return cls(
            date=date,
            time=time,
            value_date=value_date,
            amount=amount,
            debit=debit,
            credit=credit,
            direction=direction,
            balance=balance,
            description=description,
            note=note,
            reference=reference,
            status=status,
            payer=payer,
            payee=payee,
            customer=customer,
            currency=currency,
            method=method,
            category=category,
        )
