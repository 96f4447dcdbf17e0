"""What the running state keeps of a payment or a sign-in: nothing personal, everything an integer or a keyed digest."""

from collections.abc import Callable
from datetime import UTC, datetime
from math import log1p

import msgspec

from payments.facts import Direction, LoginEvent, Transaction

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 1_440
Digest = Callable[[str, bytes], bytes]
"""A keyed digest: `EnvironmentVault.digest`, or any uniform hash where nothing rests (training)."""

KEY_BYTES = 16


class Movement(msgspec.Struct, frozen=True, gc=False):
    """One payment. log_milli: round(1000 · ln(1 + amount_minor)). Coordinates: tenths of a degree.

    order: breaks ties between payments of one instant by their content, so that arrival cannot.
    """

    occurred_at: datetime
    amount_minor: int
    currency: str
    direction: Direction
    log_milli: int
    is_cash: bool
    is_emi: bool
    merchant_key: bytes | None
    device_key: bytes | None
    country: str | None
    latitude_tenths: int | None
    longitude_tenths: int | None
    order: bytes


class SignIn(msgspec.Struct, frozen=True, gc=False):
    occurred_at: datetime
    succeeded: bool
    device_key: bytes | None


def movement_of(transaction: Transaction, digest: Digest, order: bytes = b"") -> Movement:
    """Reduce a payment to what counts. Pure, and the one place where facts become numbers of the state."""
    latitude, longitude = transaction.latitude, transaction.longitude
    return Movement(
        transaction.occurred_at,
        transaction.amount_minor,
        transaction.currency,
        transaction.direction,
        round(1_000 * log1p(transaction.amount_minor)),
        transaction.method == "cash" or transaction.channel == "atm",
        transaction.category == "emi",
        merchant_key(digest, transaction.merchant_id),
        device_key(digest, transaction.device_id),
        transaction.country,
        None if latitude is None else round(latitude * 10),
        None if longitude is None else round(longitude * 10),
        order,
    )


def sign_in_of(login: LoginEvent, digest: Digest) -> SignIn:
    return SignIn(login.occurred_at, login.succeeded, device_key(digest, login.device_id))


def merchant_key(digest: Digest, merchant_id: str | None) -> bytes | None:
    return None if merchant_id is None else digest("payments/merchant", merchant_id.encode())[:KEY_BYTES]


def device_key(digest: Digest, device_id: str | None) -> bytes | None:
    return None if device_id is None else digest("payments/device", device_id.encode())[:KEY_BYTES]


def minute_of(at: datetime) -> int:
    """Whole minutes since 1970. A double holds microseconds exactly enough until 2242 for the floor to be right."""
    return int(at.timestamp() // 60)


def minute_end(minute: int) -> datetime:
    """The first instant after a minute."""
    return datetime.fromtimestamp((minute + 1) * 60, UTC)
