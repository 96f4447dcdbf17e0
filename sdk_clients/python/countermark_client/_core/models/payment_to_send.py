# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.payment_to_send_method import PaymentToSendMethod, check_payment_to_send_method
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="PaymentToSend")


@_attrs_define
class PaymentToSend:
    """A payment that is to go through a gateway now.

    Attributes:
        payment_id (str): your own id of the payment; it and the number of gateways tried decide, always alike, what is
            chosen.
        method (PaymentToSendMethod): how it is paid.
        amount_minor (int): minor units of the currency.
        currency (str): ISO 4217.
        bank (None | str | Unset): the payer's, as a slug.
        tried (list[str] | Unset): gateways that this payment was tried at so far; none of them is chosen.
    """

    payment_id: str
    method: PaymentToSendMethod
    amount_minor: int
    currency: str
    bank: None | str | Unset = UNSET
    tried: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        payment_id = d.pop("payment_id")
        method = check_payment_to_send_method(d.pop("method"))

        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        bank = cast("None | str | Unset", d.pop("bank", UNSET))
        tried = cast(list[str], d.pop("tried", UNSET))

        return cls(
            payment_id=payment_id,
            method=method,
            amount_minor=amount_minor,
            currency=currency,
            bank=bank,
            tried=tried,
        )
