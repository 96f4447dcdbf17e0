"""Amounts as statements write them, read into minor units without ever being a float. Pure."""

import re
import unicodedata
from typing import NamedTuple

from payments.facts import Direction
from payments.importing.definition import Decimal

AMOUNT_MINOR_MAX = 100_000_000_000_000

# Decimals that a currency has where they are not two. Source: ISO 4217.
_NO_DECIMALS = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
_THREE_DECIMALS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])

_SYMBOLS = re.compile(r"(?:₹|\$|€|£|¥|(?:RS|INR|USD|EUR|GBP|AED|SGD)\b\.?)", re.IGNORECASE)
_MARK = re.compile(r"[ .(]*(?<![A-Za-z])(DR|CR|DEBIT|CREDIT|D|C)(?![A-Za-z])[.)]*", re.IGNORECASE)
_GROUPED = {
    "point": re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3})?(?:\.([0-9]*))?"),
    "comma": re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:[. '][0-9]{3})+)?(?:,([0-9]*))?"),
}  # fmt: skip
_NOTHING = frozenset({"", "-", "--", "nil", "na", "n/a", "null", "none", "."})
_MINUSES = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-", "－": "-", "＋": "+", "’": "'", "\u00a0": " ", "\u202f": " "})  # fmt: skip
_WORDS: dict[str, Direction] = {
    "dr": "debit", "d": "debit", "db": "debit", "debit": "debit", "debited": "debit", "withdrawal": "debit", "wdl": "debit",
    "paid": "debit", "sent": "debit", "payment": "debit", "spent": "debit", "out": "debit", "-": "debit",
    "cr": "credit", "c": "credit", "credit": "credit", "credited": "credit", "deposit": "credit", "dep": "credit",
    "received": "credit", "refund": "credit", "cashback": "credit", "in": "credit", "+": "credit",
}  # fmt: skip


class Amount(NamedTuple):
    """negative: by its sign, None without one. mark: Dr or Cr beside the number, None without one."""

    minor: int
    negative: bool | None
    mark: Direction | None


class AmountUnreadable(Exception):
    """args[0]: why, without the text itself: it is somebody's money."""


def decimals_of(currency: str) -> int:
    if currency in _NO_DECIMALS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def is_nothing(text: str) -> bool:
    """Whether a cell means that there is no amount."""
    return text.strip().lower() in _NOTHING


def read_amount(text: str, currency: str, decimal: Decimal = "point") -> Amount:
    """Read `1,23,456.78`, `1,234.56 Dr`, `(500.00)`, `₹ 99`, `-3.5`, `5.00-` or, with a decimal comma, `1.234,56`.

    Raises: AmountUnreadable for anything that could mean two things, or has more decimals than the currency.
    """
    body = _western(text).translate(_MINUSES).strip()
    body, mark = _without_mark(body)
    body = _SYMBOLS.sub("", body).strip()
    body, negative = _without_sign(body)
    found = _GROUPED[decimal].fullmatch(body)
    if found is None or not any(letter.isdigit() for letter in body):
        raise AmountUnreadable("It is no amount.")
    fraction = found[1] or ""
    decimals = decimals_of(currency)
    if len(fraction.rstrip("0")) > decimals:
        raise AmountUnreadable(f"It has more than the {decimals} decimals of the currency.")
    point = "." if decimal == "point" else ","
    whole = "".join(letter for letter in body.partition(point)[0] if letter.isdigit())
    if len(whole) > 15:
        raise AmountUnreadable("It is too large.")
    minor = int(whole or "0") * 10**decimals + int(fraction[:decimals].ljust(decimals, "0") or "0")
    if minor > AMOUNT_MINOR_MAX:
        raise AmountUnreadable("It is too large.")
    return Amount(minor, negative, mark)


def direction_of(text: str) -> Direction | None:
    """Read a mark or the first word of a phrase: `DR`, `Credit`, `Paid to …`; None when it says neither."""
    words = re.findall(r"[a-z]+|[+-]", text.lower())
    return _WORDS.get(words[0]) if words else None


def _without_mark(body: str) -> tuple[str, Direction | None]:
    found = _MARK.search(body)
    if found is None or (found.start() and found.end() != len(body)):
        return body, None
    return (body[: found.start()] + body[found.end() :]).strip(), _WORDS[found[1].lower()]


def _without_sign(body: str) -> tuple[str, bool | None]:
    """Return the number and whether it is negative; None where no sign stands."""
    if body.startswith("(") and body.endswith(")"):
        return _SYMBOLS.sub("", body[1:-1]).strip(), True
    for sign, negative in (("-", True), ("+", False)):
        if body.startswith(sign):
            return body[1:].strip(), negative
        if body.endswith(sign):
            return body[:-1].strip(), negative
    return body, None


def _western(text: str) -> str:
    """Write any script's decimal digits as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
