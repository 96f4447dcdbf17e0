# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.transaction_channel_type_0 import TransactionChannelType0, check_transaction_channel_type_0
from ..models.transaction_direction import TransactionDirection, check_transaction_direction
from ..models.transaction_method import TransactionMethod, check_transaction_method
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="Transaction")


@_attrs_define
class Transaction:
    """One movement of a customer's money, as the caller reports it.

    Attributes:
        customer_id (str): the caller's own id of the customer.
        amount_minor (int): minor units of the currency (paise, cents); the sign of money is its direction.
        currency (str): ISO 4217.
        occurred_at (datetime.datetime): when it happened; not before 2000 and not more than a day ahead.
        id (None | str | Unset): the caller's own id. With it, sending again changes nothing; without it, a payment of
            the same customer with the same amount, time and description is kept and flagged as a duplicate.
        direction (TransactionDirection | Unset): which way the money went, seen from the customer. Default: 'debit'.
        method (TransactionMethod | Unset): how it was paid. Default: 'other'.
        channel (None | TransactionChannelType0 | Unset): where it was started.
        merchant_id (None | str | Unset): the caller's own id of the merchant.
        category (None | str | Unset): a slug or a four-digit merchant category code; `salary`, `rent` and `emi` (a loan
            instalment) are known.
        description (None | str | Unset): what the statement says.
        device_id (None | str | Unset): the caller's own id of the device.
        country (None | str | Unset): ISO 3166-1 alpha-2.
        region (None | str | Unset): a place within the country, in the caller's own words.
        latitude (float | None | Unset): degrees north; comes with longitude.
        longitude (float | None | Unset): degrees east; comes with latitude.
        gateway (None | str | Unset): the payment gateway it went through, as a slug.
        payee_id (None | str | Unset): the caller's own id of who was paid, where that is no merchant.
    """

    customer_id: str
    amount_minor: int
    currency: str
    occurred_at: datetime.datetime
    id: None | str | Unset = UNSET
    direction: TransactionDirection | Unset = "debit"
    method: TransactionMethod | Unset = "other"
    channel: None | TransactionChannelType0 | Unset = UNSET
    merchant_id: None | str | Unset = UNSET
    category: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    device_id: None | str | Unset = UNSET
    country: None | str | Unset = UNSET
    region: None | str | Unset = UNSET
    latitude: float | None | Unset = UNSET
    longitude: float | None | Unset = UNSET
    gateway: None | str | Unset = UNSET
    payee_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        customer_id = d.pop("customer_id")
        amount_minor = d.pop("amount_minor")
        currency = d.pop("currency")
        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        id = cast("None | str | Unset", d.pop("id", UNSET))
        _direction = d.pop("direction", UNSET)
        direction: TransactionDirection | Unset
        if isinstance(_direction, Unset):
            direction = UNSET
        else:
            direction = check_transaction_direction(_direction)

        _method = d.pop("method", UNSET)
        method: TransactionMethod | Unset
        if isinstance(_method, Unset):
            method = UNSET
        else:
            method = check_transaction_method(_method)

        def _parse_channel(data: object) -> None | TransactionChannelType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                channel_type_0 = check_transaction_channel_type_0(data)

                return channel_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TransactionChannelType0 | Unset, data)

        channel = _parse_channel(d.pop("channel", UNSET))

        merchant_id = cast("None | str | Unset", d.pop("merchant_id", UNSET))
        category = cast("None | str | Unset", d.pop("category", UNSET))
        description = cast("None | str | Unset", d.pop("description", UNSET))
        device_id = cast("None | str | Unset", d.pop("device_id", UNSET))
        country = cast("None | str | Unset", d.pop("country", UNSET))
        region = cast("None | str | Unset", d.pop("region", UNSET))
        latitude = cast("float | None | Unset", d.pop("latitude", UNSET))
        longitude = cast("float | None | Unset", d.pop("longitude", UNSET))
        gateway = cast("None | str | Unset", d.pop("gateway", UNSET))
        payee_id = cast("None | str | Unset", d.pop("payee_id", UNSET))
        return cls(
            customer_id=customer_id,
            amount_minor=amount_minor,
            currency=currency,
            occurred_at=occurred_at,
            id=id,
            direction=direction,
            method=method,
            channel=channel,
            merchant_id=merchant_id,
            category=category,
            description=description,
            device_id=device_id,
            country=country,
            region=region,
            latitude=latitude,
            longitude=longitude,
            gateway=gateway,
            payee_id=payee_id,
        )
