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

        def _parse_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        id = _parse_id(d.pop("id", UNSET))

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

        def _parse_merchant_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        merchant_id = _parse_merchant_id(d.pop("merchant_id", UNSET))

        def _parse_category(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        category = _parse_category(d.pop("category", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_device_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        device_id = _parse_device_id(d.pop("device_id", UNSET))

        def _parse_country(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        country = _parse_country(d.pop("country", UNSET))

        def _parse_region(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        region = _parse_region(d.pop("region", UNSET))

        def _parse_latitude(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        latitude = _parse_latitude(d.pop("latitude", UNSET))

        def _parse_longitude(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        longitude = _parse_longitude(d.pop("longitude", UNSET))

        def _parse_gateway(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        gateway = _parse_gateway(d.pop("gateway", UNSET))

        def _parse_payee_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        payee_id = _parse_payee_id(d.pop("payee_id", UNSET))

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
