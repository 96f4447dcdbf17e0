# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.customer_state_view_last_direction_type_0 import (
    CustomerStateViewLastDirectionType0,
    check_customer_state_view_last_direction_type_0,
)
from ..types import plain

if TYPE_CHECKING:
    from ..models.window_view import WindowView


T = TypeVar("T", bound="CustomerStateView")


@_attrs_define
class CustomerStateView:
    """What is known of a customer as of now. Windows are whole minutes (h1), hours (h24, d7) and UTC days (d30, d90).

    Attributes:
        customer_id (str):
        as_of (str):
        currency (None | str): of the sums and of the counts beside them: that of most payments of 90 days, or, where
            these are fewer than five, of most payments ever.
        first_at (None | str): in any currency, as are all times, merchants, devices and places.
        last_at (None | str):
        lifetime (WindowView): Payments of one span of time, in the state's currency; those in others are counted only.
        h1 (WindowView): Payments of one span of time, in the state's currency; those in others are counted only.
        h24 (WindowView): Payments of one span of time, in the state's currency; those in others are counted only.
        d7 (WindowView): Payments of one span of time, in the state's currency; those in others are counted only.
        d30 (WindowView): Payments of one span of time, in the state's currency; those in others are counted only.
        d90 (WindowView): Payments of one span of time, in the state's currency; those in others are counted only.
        merchants_h24 (float): distinct merchants paid, estimated within a few per cent; so are those that follow.
        merchants_d7 (float):
        merchants_d30 (float):
        merchants_d90 (float):
        devices_d90 (float):
        logins_h24 (int): sign-ins of 24 hours, failed ones included.
        failed_logins_h24 (int):
        last_amount_minor (int | None): of the latest payment, in its own currency.
        last_direction (CustomerStateViewLastDirectionType0 | None):
        last_currency (None | str):
        placed_at (None | str): the latest payment with a country; its coordinates are rounded to a tenth of a degree.
        placed_country (None | str):
        placed_latitude (float | None):
        placed_longitude (float | None):
    """

    customer_id: str
    as_of: str
    currency: None | str
    first_at: None | str
    last_at: None | str
    lifetime: WindowView
    h1: WindowView
    h24: WindowView
    d7: WindowView
    d30: WindowView
    d90: WindowView
    merchants_h24: float
    merchants_d7: float
    merchants_d30: float
    merchants_d90: float
    devices_d90: float
    logins_h24: int
    failed_logins_h24: int
    last_amount_minor: int | None
    last_direction: CustomerStateViewLastDirectionType0 | None
    last_currency: None | str
    placed_at: None | str
    placed_country: None | str
    placed_latitude: float | None
    placed_longitude: float | None

    def to_dict(self) -> dict[str, Any]:
        """As the API has it: without what is unset."""
        return cast(dict[str, Any], plain(self))

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read it as the API gives it. Fields of a later version are left out."""
        from ..models.window_view import WindowView  # noqa: PLC0415

        d = dict(src_dict)
        customer_id = d.pop("customer_id")
        as_of = d.pop("as_of")
        currency = cast("None | str", d.pop("currency"))
        first_at = cast("None | str", d.pop("first_at"))
        last_at = cast("None | str", d.pop("last_at"))
        lifetime = WindowView.from_dict(d.pop("lifetime"))

        h1 = WindowView.from_dict(d.pop("h1"))

        h24 = WindowView.from_dict(d.pop("h24"))

        d7 = WindowView.from_dict(d.pop("d7"))

        d30 = WindowView.from_dict(d.pop("d30"))

        d90 = WindowView.from_dict(d.pop("d90"))

        merchants_h24 = d.pop("merchants_h24")
        merchants_d7 = d.pop("merchants_d7")
        merchants_d30 = d.pop("merchants_d30")
        merchants_d90 = d.pop("merchants_d90")
        devices_d90 = d.pop("devices_d90")
        logins_h24 = d.pop("logins_h24")
        failed_logins_h24 = d.pop("failed_logins_h24")
        last_amount_minor = cast("int | None", d.pop("last_amount_minor"))

        def _parse_last_direction(data: object) -> CustomerStateViewLastDirectionType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_direction_type_0 = check_customer_state_view_last_direction_type_0(data)

                return last_direction_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CustomerStateViewLastDirectionType0 | None, data)

        last_direction = _parse_last_direction(d.pop("last_direction"))

        last_currency = cast("None | str", d.pop("last_currency"))
        placed_at = cast("None | str", d.pop("placed_at"))
        placed_country = cast("None | str", d.pop("placed_country"))
        placed_latitude = cast("float | None", d.pop("placed_latitude"))
        placed_longitude = cast("float | None", d.pop("placed_longitude"))
        return cls(
            customer_id=customer_id,
            as_of=as_of,
            currency=currency,
            first_at=first_at,
            last_at=last_at,
            lifetime=lifetime,
            h1=h1,
            h24=h24,
            d7=d7,
            d30=d30,
            d90=d90,
            merchants_h24=merchants_h24,
            merchants_d7=merchants_d7,
            merchants_d30=merchants_d30,
            merchants_d90=merchants_d90,
            devices_d90=devices_d90,
            logins_h24=logins_h24,
            failed_logins_h24=failed_logins_h24,
            last_amount_minor=last_amount_minor,
            last_direction=last_direction,
            last_currency=last_currency,
            placed_at=placed_at,
            placed_country=placed_country,
            placed_latitude=placed_latitude,
            placed_longitude=placed_longitude,
        )
