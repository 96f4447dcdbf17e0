# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.login_event_channel_type_0 import LoginEventChannelType0, check_login_event_channel_type_0
from ..types import UNSET, Unset, plain

T = TypeVar("T", bound="LoginEvent")


@_attrs_define
class LoginEvent:
    """One attempt of a customer to sign in at the tenant.

    Attributes:
        customer_id (str): the caller's own id of the customer.
        occurred_at (datetime.datetime): when it happened; not before 2000 and not more than a day ahead.
        succeeded (bool): whether the customer got in.
        id (None | str | Unset): the caller's own id; with it, sending again changes nothing.
        channel (LoginEventChannelType0 | None | Unset): where it was tried.
        device_id (None | str | Unset): the caller's own id of the device.
        country (None | str | Unset): ISO 3166-1 alpha-2.
        region (None | str | Unset): a place within the country, in the caller's own words.
    """

    customer_id: str
    occurred_at: datetime.datetime
    succeeded: bool
    id: None | str | Unset = UNSET
    channel: LoginEventChannelType0 | None | Unset = UNSET
    device_id: None | str | Unset = UNSET
    country: None | str | Unset = UNSET
    region: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        d = dict(src_dict)
        customer_id = d.pop("customer_id")
        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        succeeded = d.pop("succeeded")
        id = cast("None | str | Unset", d.pop("id", UNSET))

        def _parse_channel(data: object) -> LoginEventChannelType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                channel_type_0 = check_login_event_channel_type_0(data)

                return channel_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LoginEventChannelType0 | None | Unset, data)

        channel = _parse_channel(d.pop("channel", UNSET))

        device_id = cast("None | str | Unset", d.pop("device_id", UNSET))
        country = cast("None | str | Unset", d.pop("country", UNSET))
        region = cast("None | str | Unset", d.pop("region", UNSET))
        return cls(
            customer_id=customer_id,
            occurred_at=occurred_at,
            succeeded=succeeded,
            id=id,
            channel=channel,
            device_id=device_id,
            country=country,
            region=region,
        )
