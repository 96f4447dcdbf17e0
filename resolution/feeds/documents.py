"""JSON of another system, read as a row of a statement: the same kept mapping says which value is which field. Pure.

A column of the mapping is a name of the object, or a JSON pointer into it (RFC 6901): `/data/payment/amount`.
"""

import csv
import datetime as dt
import io
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from payments.importing import reading
from payments.importing.amounts import decimals_of
from payments.importing.definition import MappingDefinition
from payments.importing.failures import ImportRefused
from payments.importing.findings import Finding
from payments.importing.rows import Payment
from payments.importing.tables import wanted

BYTES_MAX = 262_144
_POINTER_PARTS_MAX = 32
_MILLISECONDS_FROM = 10**11
_SECONDS_MAX = 10**10
_MONEY = frozenset({"amount", "debit", "credit", "balance"})
_DATES = frozenset({"date", "value_date"})
# A float is kept as it was written: 1250.10 is no binary fraction.
_decoder = msgspec.json.Decoder(dict[str, object], float_hook=str)


class DocumentUnreadable(Exception):
    """args[0]: why, without any of its values."""


def read(body: bytes) -> Mapping[str, object]:
    """Raises: DocumentUnreadable."""
    try:
        return _decoder.decode(body)
    except (msgspec.DecodeError, RecursionError, ValueError):
        raise DocumentUnreadable("It is no JSON object.") from None


def value_at(document: Mapping[str, object], name: str) -> object:
    """Find a value by the name of a field, or by a pointer; None where there is none."""
    if not name.startswith("/"):
        return document.get(name)
    found: object = document
    for part in name[1:].split("/", _POINTER_PARTS_MAX):
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict):
            found = found.get(key)
        elif (
            isinstance(found, list)
            and key.isascii()
            and key.isdecimal()
            and len(key) < 7
            and int(key) < len(found)
        ):
            found = found[int(key)]
        else:
            return None
    return found


def outcome_of(
    document: Mapping[str, object], definition: MappingDefinition, now: dt.datetime, *, minor_units: bool
) -> Payment | Finding:
    """What a document is: a payment, or why it is none. minor_units: whole numbers are paise or cents, not rupees.

    Raises: DocumentUnreadable, ImportRefused where it cannot be read by this mapping.
    """
    fields = wanted(definition.columns)
    currency = str(value_at(document, fields.get("currency", "")) or definition.currency).upper()
    decimals = decimals_of(currency) if minor_units else 0
    cells = {name: _cell(name, value_at(document, column), decimals) for name, column in fields.items()}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = {name: f"c{number}" for number, name in enumerate(fields)}
    writer.writerows([list(names.values()), list(cells.values())])
    has_number = any(not isinstance(value_at(document, fields[name]), str) for name in _MONEY & fields.keys())
    flat = replace(
        definition, form="delimited", encoding="utf_8", separator="comma", header=True,
        columns=replace(definition.columns, **names), decimal="point" if has_number else definition.decimal,
    )  # fmt: skip
    data = text.getvalue().encode("utf-8", "replace")
    outcomes = list(reading.outcomes(data, flat, reading.look(data, flat), now))
    if len(outcomes) != 1:
        raise ImportRefused("It holds no payment.", fix="Check which values the mapping names.")
    return outcomes[0]


def _cell(name: str, value: object, decimals: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return _moment(value) if name in _DATES else _money(value, decimals) if name in _MONEY else str(value)
    if isinstance(value, str):
        return " ".join(value.split())
    raise DocumentUnreadable("A value that the mapping names is an object or a list.")


def _money(value: int, decimals: int) -> str:
    digits = str(abs(value)).rjust(decimals + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def _moment(value: int) -> str:
    """Seconds or milliseconds since 1970, as many systems tell times."""
    seconds = value // 1_000 if abs(value) >= _MILLISECONDS_FROM else value
    if not 0 <= seconds <= _SECONDS_MAX:
        raise DocumentUnreadable("A time is a number that is none.")
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
