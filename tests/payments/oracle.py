"""The state of a customer by the plainest means: go through every payment and ask whether it is in the window.

Shares with the product only what gives a payment its numbers (`movement_of`) and the sketch's table of estimates.
"""

import datetime as dt
from collections.abc import Sequence

from payments.movements import Movement, SignIn
from payments.sketches import ESTIMATES
from payments.state import CustomerState, Window


def floor(at: dt.datetime, grain: str) -> dt.datetime:
    at = at.replace(second=0, microsecond=0)
    if grain != "minute":
        at = at.replace(minute=0)
    return at.replace(hour=0) if grain == "day" else at


def state_of(
    movements: Sequence[Movement],
    sign_ins: Sequence[SignIn],
    at: dt.datetime,
    currency: str | None = None,
    merchant_key: bytes | None = None,
    device_key: bytes | None = None,
) -> CustomerState:
    end = floor(at, "minute") + dt.timedelta(minutes=1)
    known = sorted(movements, key=lambda one: (one.occurred_at, one.order))
    past = [one for one in known if one.occurred_at < end]
    starts = _starts(at)
    last = past[-1] if past and past == known else None
    placed = next((one for one in known[::-1] if one.country), None)
    placed = placed if placed and placed.occurred_at < end else None
    currency = currency or _usual_currency(known, past, starts["d90"])
    windows = {name: _window(past, start, currency) for name, start in starts.items()}
    logs = [one.log_milli for one in past if one.direction == "debit" and one.currency == currency]

    merchants = {name: _merchants(past, start) for name, start in starts.items()}
    devices = _devices(past, sign_ins, starts["d90"], end)
    today = [one for one in sign_ins if starts["h24"] <= one.occurred_at < end]
    return CustomerState(
        at=at,
        currency=currency,
        first_at=past[0].occurred_at if past else None,
        last_at=last.occurred_at if last else None,
        **windows,
        log_count=len(logs),
        log_sum=sum(logs),
        log_square_sum=sum(log * log for log in logs),
        merchants_h24=ESTIMATES[len(merchants["h24"])],
        merchants_d7=ESTIMATES[len(merchants["d7"])],
        merchants_d30=ESTIMATES[len(merchants["d30"])],
        merchants_d90=ESTIMATES[len(merchants["d90"])],
        devices_d90=ESTIMATES[len(devices)],
        merchant_seen=None if merchant_key is None else merchant_key[0] in merchants["d90"],
        device_seen=None if device_key is None else device_key[0] in devices,
        logins_h24=len(today),
        failed_logins_h24=sum(not one.succeeded for one in today),
        last_amount_minor=last.amount_minor if last else None,
        last_direction=last.direction if last else None,
        last_currency=last.currency if last else None,
        placed_at=placed.occurred_at if placed else None,
        placed_country=placed.country if placed else None,
        placed_latitude=_tenths(placed.latitude_tenths) if placed else None,
        placed_longitude=_tenths(placed.longitude_tenths) if placed else None,
    )


def _starts(at: dt.datetime) -> dict[str, dt.datetime]:
    return {
        "h1": floor(at, "minute") - dt.timedelta(minutes=59),
        "h24": floor(at, "hour") - dt.timedelta(hours=23),
        "d7": floor(at, "hour") - dt.timedelta(hours=167),
        "d30": floor(at, "day") - dt.timedelta(days=29),
        "d90": floor(at, "day") - dt.timedelta(days=89),
        "lifetime": dt.datetime(1970, 1, 1, tzinfo=dt.UTC),
    }


def _merchants(past: Sequence[Movement], start: dt.datetime) -> set[int]:
    return {
        one.merchant_key[0]
        for one in past
        if one.merchant_key and one.direction == "debit" and one.occurred_at >= start
    }


def _devices(
    past: Sequence[Movement], sign_ins: Sequence[SignIn], start: dt.datetime, end: dt.datetime
) -> set[int]:
    paid = {one.device_key[0] for one in past if one.device_key and one.occurred_at >= start}
    signed_in = {
        one.device_key[0]
        for one in sign_ins
        if one.device_key and one.succeeded and start <= one.occurred_at < end
    }
    return paid | signed_in


def _window(past: Sequence[Movement], start: dt.datetime, currency: str | None) -> Window:
    inside = [one for one in past if one.occurred_at >= start]
    own = [one for one in inside if one.currency == currency]
    others = [one for one in inside if one.currency != currency]
    debits = [one for one in own if one.direction == "debit"]
    credits_ = [one for one in own if one.direction == "credit"]
    return Window(
        debit_count=len(debits),
        debit_minor=sum(one.amount_minor for one in debits),
        credit_count=len(credits_),
        credit_minor=sum(one.amount_minor for one in credits_),
        cash_minor=sum(one.amount_minor for one in debits if one.is_cash),
        emi_minor=sum(one.amount_minor for one in debits if one.is_emi),
        other_debit_count=sum(one.direction == "debit" for one in others),
        other_credit_count=sum(one.direction == "credit" for one in others),
    )


def _usual_currency(known: Sequence[Movement], past: Sequence[Movement], start: dt.datetime) -> str | None:
    """That of most payments of 90 days, or of all where these are fewer than five; then of the latest; then by name."""
    recent = [one for one in past if one.occurred_at >= start]
    counted = [one.currency for one in (recent if len(recent) >= 5 else past)]
    if not counted:
        return None
    latest = {one.currency: one for one in known}  # known is in order: the last one of each stays
    most = max(counted.count(each) for each in counted)
    tied = sorted({each for each in counted if counted.count(each) == most})
    seen = [each for each in tied if latest[each] in past]
    return max(seen, key=lambda each: latest[each].occurred_at) if seen else tied[0]


def _tenths(value: int | None) -> float | None:
    return None if value is None else value / 10
