"""OFX 1 (SGML) and 2 (XML), and QFX, into records. Source: Open Financial Exchange 2.2, section 11.4.4 (STMTTRN). Pure."""

import html
import re
from collections.abc import Iterator

from payments.importing.failures import ImportRefused
from payments.importing.records import Record

_ELEMENT = re.compile(r"<(/?)([A-Za-z0-9.]{1,32})>([^<\r\n]*)")
_WHEN = re.compile(
    r"(?P<day>[0-9]{8})(?:(?P<time>[0-9]{6})(?:\.[0-9]{1,6})?)?(?:\[(?P<hours>[+-]?[0-9]{1,2})(?:\.(?P<part>[0-9]{1,2}))?(?::\w+)?\])?"
)


def entries(text: str) -> Iterator[Record]:
    """Give a record an entry. Raises: ImportRefused when there is no OFX in it."""
    if "<OFX>" not in text.upper():
        raise ImportRefused("The file is no OFX: it has no element <OFX>.")
    currency, entry, line, at = "", None, 1, 0
    found: dict[str, str] = {}
    for element in _ELEMENT.finditer(text):
        closing, name, value = element[1], element[2].upper(), html.unescape(element[3]).strip()
        line += text.count("\n", at, element.start())
        at = element.start()
        if name == "STMTTRN":
            if entry is not None:  # SGML may leave the end out
                yield _record(entry, found, currency)
            entry, found = (None if closing else line), {}
        elif closing and name == "BANKTRANLIST" and entry is not None:
            yield _record(entry, found, currency)
            entry = None
        elif not closing and name == "CURDEF":
            currency = value
        elif not closing and entry is not None:
            found.setdefault(name, value)


def _record(line: int, found: dict[str, str], currency: str) -> Record:
    when, worth = _moment(found.get("DTPOSTED", "")), _moment(found.get("DTAVAIL", ""))
    amount = found.get("TRNAMT", "").replace(",", ".")
    if not when or not amount:
        return Record(line, [], "It has no date (DTPOSTED) or no amount (TRNAMT).")
    words = " ".join(part for part in (found.get("NAME"), found.get("MEMO")) if part)
    return Record(
        line,
        [
            when, worth[:10], amount, found.get("CURSYM", currency), "BOOK", found.get("FITID", ""), words, found.get("NAME", ""),
            found.get("NAME", ""), "",
        ],
    )  # fmt: skip


def _moment(text: str) -> str:
    """Write a time as ISO 8601; a day alone where it is at midnight, which is how banks write a day."""
    found = _WHEN.fullmatch(text)
    if found is None:
        return ""
    day = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    time = found["time"]
    if not time or time == "000000":
        return day
    clock = f"{day}T{time[:2]}:{time[2:4]}:{time[4:]}"
    if found["hours"] is None:
        return clock
    hours = int(found["hours"])
    minutes = int(float(f"0.{found['part']}") * 60) if found["part"] else 0
    return f"{clock}{'-' if hours < 0 else '+'}{abs(hours):02d}:{minutes:02d}"
