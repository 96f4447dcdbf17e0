"""What a type cannot refuse: codes that no standard lists, and times that no payment has. Pure, with the clock given."""

import re
from datetime import UTC, datetime, timedelta

from core.errors import FieldError, InvalidRequest
from payments.codes import COUNTRIES, CURRENCIES
from payments.facts import LoginEvent, Transaction

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# The shortest number that is somebody's: of an account. A card, a phone and an Aadhaar have more digits.
_NUMBER_LENGTH_MIN = 9
_NUMBER = re.compile(r"[0-9](?:[._-]?[0-9]){8}")
AHEAD_MAX = timedelta(days=1)


class PaymentRefused(InvalidRequest):
    code = "payment_refused"


def check_transaction(transaction: Transaction, now: datetime, path: str = "") -> None:
    """path: where the payment stands in the request, for the names of fields. Raises: PaymentRefused."""
    refuse(problems_of(transaction, now, path))


def problems_of(transaction: Transaction, now: datetime, path: str = "") -> list[FieldError]:
    found = _time_and_country(transaction, now, path)
    found += problems_of_currency(transaction.currency, path)
    if (transaction.latitude is None) != (transaction.longitude is None):
        missing = "latitude" if transaction.latitude is None else "longitude"
        found.append(
            FieldError(_at(path, missing), "The other coordinate came alone.", "Send both, or neither.")
        )
    for field, slug in (("category", transaction.category), ("gateway", transaction.gateway)):
        if slug is not None and len(slug) >= _NUMBER_LENGTH_MIN and _NUMBER.search(slug):
            reason = "It holds a long number, and it is kept in clear."
            found.append(FieldError(_at(path, field), reason, "Send a slug, such as groceries or upi-psp."))
    return found


def problems_of_currency(currency: str, path: str = "") -> list[FieldError]:
    if currency in CURRENCIES:
        return []
    return [
        FieldError(_at(path, "currency"), "It is no ISO 4217 currency.", "Send a code in use, such as INR.")
    ]


def problems_of_login(login: LoginEvent, now: datetime, path: str = "") -> list[FieldError]:
    return _time_and_country(login, now, path)


def refuse(problems: list[FieldError]) -> None:
    """Raises: PaymentRefused, if there are any problems."""
    if problems:
        named = problems[0]
        raise PaymentRefused(f"The field `{named.field}` was refused: {named.reason}", fields=problems)


def _time_and_country(event: Transaction | LoginEvent, now: datetime, path: str) -> list[FieldError]:
    found = []
    if event.occurred_at < EARLIEST:
        found.append(
            FieldError(_at(path, "occurred_at"), "It is before the year 2000.", "Send when it happened.")
        )
    elif event.occurred_at > now + AHEAD_MAX:
        found.append(
            FieldError(
                _at(path, "occurred_at"),
                "It is more than a day ahead.",
                "Send when it happened, with its UTC offset.",
            )
        )
    if event.country is not None and event.country not in COUNTRIES:
        found.append(
            FieldError(_at(path, "country"), "It is no ISO 3166-1 country.", "Send two letters, such as IN.")
        )
    return found


def _at(path: str, field: str) -> str:
    return f"{path}.{field}" if path else field
