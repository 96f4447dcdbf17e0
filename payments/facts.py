"""The facts that a tenant sends: the structs on the wire and in the code, with every maximum in the type.

Types refuse what is malformed. What needs a list or a clock (currency, country, absurd dates) is in
`payments.checks`, which both faces reach through the service.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Direction = Literal["debit", "credit"]
Method = Literal["upi", "card", "neft", "imps", "rtgs", "wallet", "netbanking", "cash", "other"]
Channel = Literal["app", "web", "pos", "atm", "branch", "api"]

# Anything printable: control characters have no place in an id and break logs and CSV files.
# Python's `$` also matches before a last newline, so the look-ahead refuses one; in ECMA-262 it always holds.
_PRINTABLE = r"^[^\x00-\x1f\x7f]+$(?!\n)"
_SLUG = r"^[a-z0-9][a-z0-9_.-]*$(?!\n)"

Reference = Annotated[str, Meta(min_length=1, max_length=128, pattern=_PRINTABLE)]
"""An id of the caller's own: of a payment, a customer, a merchant, a device, a payee."""
Category = Annotated[str, Meta(min_length=1, max_length=64, pattern=_SLUG)]
"""A slug ("groceries") or a four-digit merchant category code ("5411")."""
Currency = Annotated[str, Meta(min_length=3, max_length=3, pattern=r"^[A-Z]{3}$")]
Country = Annotated[str, Meta(min_length=2, max_length=2, pattern=r"^[A-Z]{2}$")]
Gateway = Annotated[str, Meta(min_length=1, max_length=64, pattern=_SLUG)]
Region = Annotated[str, Meta(min_length=1, max_length=64, pattern=_PRINTABLE)]
Description = Annotated[str, Meta(min_length=1, max_length=256, pattern=_PRINTABLE)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
AmountMinor = Annotated[int, Meta(ge=1, le=100_000_000_000_000)]
"""Minor units of the currency (paise, cents). The sign of money is its direction, never a minus."""
Instant = Annotated[datetime, Meta(tz=True)]


class Transaction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One movement of a customer's money, as the caller reports it.

    id: the caller's own id. With it, sending again changes nothing; without it, a payment of the same customer
        with the same amount, time and description is kept and flagged as a duplicate.
    customer_id: the caller's own id of the customer.
    amount_minor: minor units of the currency (paise, cents); the sign of money is its direction.
    currency: ISO 4217.
    occurred_at: when it happened; not before 2000 and not more than a day ahead.
    direction: which way the money went, seen from the customer.
    method: how it was paid.
    channel: where it was started.
    merchant_id: the caller's own id of the merchant.
    category: a slug or a four-digit merchant category code; `salary`, `rent` and `emi` (a loan instalment) are known.
    description: what the statement says.
    device_id: the caller's own id of the device.
    country: ISO 3166-1 alpha-2.
    region: a place within the country, in the caller's own words.
    latitude: degrees north; comes with longitude.
    longitude: degrees east; comes with latitude.
    gateway: the payment gateway it went through, as a slug.
    payee_id: the caller's own id of who was paid, where that is no merchant.
    """

    id: Reference | None = None
    customer_id: Reference
    amount_minor: AmountMinor
    currency: Currency
    occurred_at: Instant
    direction: Direction = "debit"
    method: Method = "other"
    channel: Channel | None = None
    merchant_id: Reference | None = None
    category: Category | None = None
    description: Description | None = None
    device_id: Reference | None = None
    country: Country | None = None
    region: Region | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    gateway: Gateway | None = None
    payee_id: Reference | None = None


class LoginEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One attempt of a customer to sign in at the tenant.

    id: the caller's own id; with it, sending again changes nothing.
    customer_id: the caller's own id of the customer.
    occurred_at: when it happened; not before 2000 and not more than a day ahead.
    succeeded: whether the customer got in.
    channel: where it was tried.
    device_id: the caller's own id of the device.
    country: ISO 3166-1 alpha-2.
    region: a place within the country, in the caller's own words.
    """

    id: Reference | None = None
    customer_id: Reference
    occurred_at: Instant
    succeeded: bool
    channel: Channel | None = None
    device_id: Reference | None = None
    country: Country | None = None
    region: Region | None = None
