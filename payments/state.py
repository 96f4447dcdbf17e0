"""What is known of one customer as of one moment, without the payment that is being scored.

A window is a number of whole time buckets that ends with the bucket of `at`: `h1` is 60 minutes, `h24` is
24 hours and `d7` is 168 hours, `d30` and `d90` are UTC days; the oldest bucket is whole, the newest ends with
the minute of `at`. Everything follows event time: a payment that arrives late counts where it happened, and one
that happened after the minute of `at` counts nowhere, however early it arrived.

Money is of one currency, since minor units of two do not add up: that of the query, or else the customer's usual one
(`payments.currencies`). The counts beside it are of that currency too; those of all others stand apart, for what is about
every payment. Merchants, devices, places, sign-ins, the first and the last payment are of every currency.
"""

from datetime import datetime
from math import sqrt
from uuid import UUID

import msgspec

from payments.facts import Direction


class Window(msgspec.Struct, frozen=True, gc=False):
    """Payments of one span in the state's currency, sums in minor units; and how many there were in all others."""

    debit_count: int = 0
    debit_minor: int = 0
    credit_count: int = 0
    credit_minor: int = 0
    cash_minor: int = 0
    """Debits by method `cash` or at an ATM."""
    emi_minor: int = 0
    """Debits of category `emi`."""
    other_debit_count: int = 0
    """Debits in other currencies."""
    other_credit_count: int = 0

    @property
    def count(self) -> int:
        """Payments in every currency."""
        return self.debit_count + self.credit_count + self.other_debit_count + self.other_credit_count


EMPTY = Window()


class CustomerState(msgspec.Struct, frozen=True, kw_only=True):
    """The running state of one customer as of `at`.

    Missing history is zeros and None, never an error: a customer nobody has heard of has a state too.
    """

    at: datetime
    currency: str | None = None
    first_at: datetime | None = None
    """The first payment ever; None when there is none up to `at`."""
    last_at: datetime | None = None
    """The customer's latest payment in either direction; None, too, when that one lies after the minute of `at`."""
    lifetime: Window = EMPTY
    h1: Window = EMPTY
    h24: Window = EMPTY
    d7: Window = EMPTY
    d30: Window = EMPTY
    d90: Window = EMPTY

    log_count: int = 0
    """Debits of a lifetime in the state's currency: how many `log_sum` and `log_square_sum` add up."""
    log_sum: int = 0
    """Sum of round(1000 · ln(1 + amount_minor)), an integer so that the order of events cannot change it."""
    log_square_sum: int = 0
    """Sum of the squares of the same."""

    merchants_h24: float = 0.0
    merchants_d7: float = 0.0
    merchants_d30: float = 0.0
    merchants_d90: float = 0.0
    """Distinct merchants of debits, estimated (`payments.sketches` states the error)."""
    devices_d90: float = 0.0
    """Distinct devices of payments and successful logins, estimated."""
    merchant_seen: bool | None = None
    """This payment's merchant was paid in the last 90 days (false positives: `payments.sketches`). None: no merchant."""
    device_seen: bool | None = None
    """This payment's device paid or signed in during the last 90 days. None: no device."""

    logins_h24: int = 0
    failed_logins_h24: int = 0

    last_amount_minor: int | None = None
    last_direction: Direction | None = None
    last_currency: str | None = None
    """Of the payment at `last_at`."""
    placed_at: datetime | None = None
    """The customer's latest payment that carries a country; None, too, when that one lies after the minute of `at`."""
    placed_country: str | None = None
    placed_latitude: float | None = None
    placed_longitude: float | None = None
    """Where that payment was, rounded to a tenth of a degree (11 km): enough for impossible journeys."""

    @property
    def log_amount_mean(self) -> float | None:
        """Mean of ln(1 + amount_minor) over the debits of a lifetime."""
        return self.log_sum / (1_000 * self.log_count) if self.log_count else None

    @property
    def log_amount_deviation(self) -> float | None:
        """Standard deviation of the same; None below two debits."""
        if self.log_count < 2:
            return None
        spread = self.log_square_sum * self.log_count - self.log_sum * self.log_sum
        return sqrt(max(spread, 0)) / (1_000 * self.log_count)


class StateQuery(msgspec.Struct, frozen=True):
    """Which state to read.

    customer: the vault's handle of the caller's customer id.
    currency: of the payment being scored; None takes the customer's usual one.
    merchant_key, device_key: 16-byte keyed digests, as in the prepared payment.
    exclude: the keyed digest of the payment's own id, if it has one: were it ingested before, it is left out here.
    """

    environment_id: UUID
    customer: UUID
    at: datetime
    currency: str | None = None
    merchant_key: bytes | None = None
    device_key: bytes | None = None
    exclude: bytes | None = None
