"""The running state in memory: the same numbers as the database's, for training, for inline histories and for tests.

It keeps every movement sorted by event time with running totals, so that a window is two binary searches and a
subtraction. The database keeps time buckets instead, because it cannot keep everybody's movements at hand.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

import msgspec

from core.clock import to_micros
from payments.currencies import Tally, usual
from payments.movements import (
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    Movement,
    SignIn,
    minute_end,
    minute_of,
)
from payments.sketches import ESTIMATES, position
from payments.state import CustomerState, Window

Totals = tuple[int, ...]
_MONEY_WIDTH = 8


class WindowStarts(msgspec.Struct, frozen=True):
    """The first minute of each window that ends with `minute`: whole minutes, hours and UTC days."""

    h1: int
    h24: int
    d7: int
    d30: int
    d90: int

    @classmethod
    def before(cls, minute: int) -> "WindowStarts":
        hour = minute // MINUTES_PER_HOUR
        day = minute // MINUTES_PER_DAY
        return cls(
            minute - 59,
            (hour - 23) * MINUTES_PER_HOUR,
            (hour - 167) * MINUTES_PER_HOUR,
            (day - 29) * MINUTES_PER_DAY,
            (day - 89) * MINUTES_PER_DAY,
        )


class _Lane:
    """Numbers by minute with their running totals; sums over any range of minutes."""

    __slots__ = ("_minutes", "_totals", "_zero")

    def __init__(self, width: int) -> None:
        self._minutes: list[int] = []
        self._zero = (0,) * width
        self._totals: list[Totals] = [self._zero]

    def add(self, minute: int, values: Totals) -> None:
        at = bisect_right(self._minutes, minute)
        self._minutes.insert(at, minute)
        before = self._totals[at]
        self._totals.insert(at + 1, tuple([a + b for a, b in zip(before, values, strict=True)]))
        for later in range(at + 2, len(self._totals)):
            self._totals[later] = tuple([a + b for a, b in zip(self._totals[later], values, strict=True)])

    def total(self, first: int | None, last: int) -> Totals:
        """Sum over minutes first..last; from the beginning when first is None."""
        high = self._totals[bisect_right(self._minutes, last)]
        if first is None:
            return high
        low = self._totals[bisect_left(self._minutes, first)]
        return tuple([a - b for a, b in zip(high, low, strict=True)])


_time_and_order = attrgetter("occurred_at", "order")


class History:
    """One customer's past. `add` takes payments in any order; `state` reads as of any moment."""

    def __init__(self, movements: Iterable[Movement] = (), sign_ins: Iterable[SignIn] = ()) -> None:
        self._movements: list[Movement] = []
        self._counts = _Lane(2)
        self._money: dict[str, _Lane] = {}
        self._lasts: dict[str, datetime] = {}
        self._sign_ins = _Lane(2)
        self._placed: Movement | None = None
        self._bits: list[tuple[int, int, int]] = []
        for movement in movements:
            self.add(movement)
        for sign_in in sign_ins:
            self.add_sign_in(sign_in)

    def add(self, movement: Movement) -> None:
        minute = minute_of(movement.occurred_at)
        insort(self._movements, movement, key=_time_and_order)
        if movement.country and (
            self._placed is None or _time_and_order(movement) > _time_and_order(self._placed)
        ):
            self._placed = movement
        debit = movement.direction == "debit"
        self._counts.add(minute, (int(debit), int(not debit)))
        lane = self._money.get(movement.currency)
        if lane is None:
            lane = self._money[movement.currency] = _Lane(_MONEY_WIDTH)
        lane.add(minute, _money(movement, debit=debit))
        last = self._lasts.get(movement.currency, movement.occurred_at)
        self._lasts[movement.currency] = max(last, movement.occurred_at)
        merchant = 1 << position(movement.merchant_key) if debit and movement.merchant_key else 0
        device = 1 << position(movement.device_key) if movement.device_key else 0
        if merchant or device:
            insort(self._bits, (minute, merchant, device))

    def add_sign_in(self, sign_in: SignIn) -> None:
        minute = minute_of(sign_in.occurred_at)
        self._sign_ins.add(minute, (1, int(not sign_in.succeeded)))
        if sign_in.succeeded and sign_in.device_key:
            insort(self._bits, (minute, 0, 1 << position(sign_in.device_key)))

    def state(
        self,
        at: datetime,
        currency: str | None = None,
        merchant_key: bytes | None = None,
        device_key: bytes | None = None,
    ) -> CustomerState:
        """The state up to the minute of `at`. The payment being scored must not have been added."""
        minute = minute_of(at)
        starts = WindowStarts.before(minute)
        end = minute_end(minute)
        first = self._movements[0] if self._movements and self._movements[0].occurred_at < end else None
        latest = self._movements[-1] if self._movements else None
        last = latest if latest and latest.occurred_at < end else None
        placed = self._placed if self._placed and self._placed.occurred_at < end else None
        currency = currency or self._usual_currency(starts.d90, minute, end)
        money = self._money.get(currency or "")
        life = money.total(None, minute) if money else (0,) * _MONEY_WIDTH
        sign_ins = self._sign_ins.total(starts.h24, minute)
        merchants, devices = self._sketches(starts, minute)
        return CustomerState(
            at=at,
            currency=currency,
            first_at=first.occurred_at if first else None,
            last_at=last.occurred_at if last else None,
            lifetime=self._window(money, None, minute),
            h1=self._window(money, starts.h1, minute),
            h24=self._window(money, starts.h24, minute),
            d7=self._window(money, starts.d7, minute),
            d30=self._window(money, starts.d30, minute),
            d90=self._window(money, starts.d90, minute),
            log_count=life[0],
            log_sum=life[6],
            log_square_sum=life[7],
            merchants_h24=ESTIMATES[merchants[3].bit_count()],
            merchants_d7=ESTIMATES[merchants[2].bit_count()],
            merchants_d30=ESTIMATES[merchants[1].bit_count()],
            merchants_d90=ESTIMATES[merchants[0].bit_count()],
            devices_d90=ESTIMATES[devices.bit_count()],
            merchant_seen=_seen(merchants[0], merchant_key),
            device_seen=_seen(devices, device_key),
            logins_h24=sign_ins[0],
            failed_logins_h24=sign_ins[1],
            last_amount_minor=last.amount_minor if last else None,
            last_direction=last.direction if last else None,
            last_currency=last.currency if last else None,
            placed_at=placed.occurred_at if placed else None,
            placed_country=placed.country if placed else None,
            placed_latitude=tenths(placed.latitude_tenths) if placed else None,
            placed_longitude=tenths(placed.longitude_tenths) if placed else None,
        )

    def _window(self, money: _Lane | None, first: int | None, last: int) -> Window:
        debits, credits_ = self._counts.total(first, last)
        if money is None:
            return Window(other_debit_count=debits, other_credit_count=credits_)
        sums = money.total(first, last)
        debit_count, debit, credit_count, credit, cash, emi = sums[:6]
        others = (debits - debit_count, credits_ - credit_count)
        return Window(debit_count, debit, credit_count, credit, cash, emi, *others)

    def _usual_currency(self, recent_from: int, minute: int, end: datetime) -> str | None:
        tallies = {}
        for currency, lane in self._money.items():
            ever, recent = lane.total(None, minute), lane.total(recent_from, minute)
            last = self._lasts[currency]
            tallies[currency] = Tally(
                recent[0] + recent[2], ever[0] + ever[2], to_micros(last) if last < end else 0
            )
        return usual(tallies)

    def _sketches(self, starts: WindowStarts, minute: int) -> tuple[tuple[int, int, int, int], int]:
        """Merchants of 90, 30 and 7 days and of 24 hours, and devices of 90 days, as bits."""
        merchants = [0, 0, 0, 0]
        devices = 0
        high = bisect_left(self._bits, (minute + 1, 0, 0))
        for index, (first, last) in enumerate(
            ((starts.d90, starts.d30), (starts.d30, starts.d7), (starts.d7, starts.h24), (starts.h24, None))
        ):
            low = bisect_left(self._bits, (first, 0, 0))
            end = high if last is None else min(high, bisect_left(self._bits, (last, 0, 0)))
            ring = 0
            for _, merchant, device in self._bits[low:end]:
                ring |= merchant
                devices |= device
            merchants[: index + 1] = [bits | ring for bits in merchants[: index + 1]]
        return (merchants[0], merchants[1], merchants[2], merchants[3]), devices


def _money(movement: Movement, *, debit: bool) -> Totals:
    """What a payment adds in its currency: six numbers as in `Window`, and two of its logarithm."""
    amount = movement.amount_minor
    if not debit:
        return (0, 0, 1, amount, 0, 0, 0, 0)
    return (
        1,
        amount,
        0,
        0,
        amount if movement.is_cash else 0,
        amount if movement.is_emi else 0,
        movement.log_milli,
        movement.log_milli * movement.log_milli,
    )


def _seen(bits: int, key: bytes | None) -> bool | None:
    return None if key is None else bool(bits >> position(key) & 1)


def tenths(value: int | None) -> float | None:
    return None if value is None else value / 10
