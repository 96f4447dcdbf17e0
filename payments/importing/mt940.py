"""MT940, the statement message of SWIFT, into records. Source: SWIFT Standards MT, Category 9, field 61 and its neighbours. Pure."""

import datetime as dt
import re
from collections.abc import Iterator

from payments.importing.failures import ImportRefused
from payments.importing.records import Record

_TAG = re.compile(r"^:([0-9]{2}[A-Z]?):(.*)$")
_ENTRY = re.compile(
    r"(?P<value>[0-9]{6})(?P<booked>[0-9]{4})?(?P<mark>R?[CD])[A-Z]?(?P<amount>[0-9]{1,15}(?:,[0-9]{0,3})?)"
    r"(?:[NFS][A-Z0-9]{3})?(?P<own>[^/\n]{0,16})(?://(?P<bank>[^\n]{0,16}))?(?:\n.*)?",
    re.DOTALL,
)
_BALANCE = re.compile(r"(?P<mark>[CD])[0-9]{6}(?P<currency>[A-Z]{3})(?P<amount>[0-9]{1,15}(?:,[0-9]{0,3})?)")
_SUBFIELD = re.compile(r"\?[0-9]{2}|\r|\n")
_TEXT_LINES_MAX = 40


def entries(text: str) -> Iterator[Record]:
    """Give a record an entry. Raises: ImportRefused when there is no statement in it."""
    statement = _Statement()
    seen = False
    for line, tag, content in _fields(text):
        seen = seen or tag in {"20", "25", "60F", "60M"}
        yield from statement.take(line, tag, content)
    if not seen:
        raise ImportRefused("The file is no MT940: it has no field :20:, :25: or :60F:.")
    yield from statement.end()


class _Statement:
    def __init__(self) -> None:
        self._currency = ""
        self._balance: int | None = None
        self._waiting: list[Record] = []

    def take(self, line: int, tag: str, content: str) -> Iterator[Record]:
        if tag in {"60F", "60M"}:
            yield from self.end()
            self._open(content)
        elif tag == "61":
            yield from self.end()
            self._waiting.append(self._entry(line, content))
        elif tag == "86" and self._waiting and self._waiting[-1].problem is None:
            self._waiting[-1].cells[6] = " ".join(_SUBFIELD.sub(" ", content).split())
        elif tag in {"62F", "62M"} and self._waiting:
            self._close(content)
            yield from self.end()

    def end(self) -> Iterator[Record]:
        yield from self._waiting
        self._waiting.clear()

    def _open(self, content: str) -> None:
        found = _BALANCE.match(content)
        self._currency = found["currency"] if found else ""
        self._balance = _minor(found["amount"], found["mark"]) if found else None

    def _close(self, content: str) -> None:
        """The last entry's balance is the closing one, so that a missing entry shows."""
        found, last = _BALANCE.match(content), self._waiting[-1]
        if found and last.problem is None and self._balance is not None:
            last.cells[9] = _point(found["amount"], negative=found["mark"] == "D")

    def _entry(self, line: int, content: str) -> Record:
        found = _ENTRY.fullmatch(content)
        value = _day(found["value"]) if found else None
        if found is None or value is None:
            self._balance = None
            return Record(line, [], "It is no entry of MT940 (:61:).")
        # A reversed credit takes money away, a reversed debit brings it back.
        debit = found["mark"] in {"D", "RC"}
        if self._balance is not None:
            self._balance += _minor(found["amount"], "D" if debit else "C")
        own = found["own"].strip()
        reference = (found["bank"] or "").strip() or ("" if own == "NONREF" else own)
        balance = "" if self._balance is None else _written(self._balance)
        return Record(
            line,
            [
                _booked(value, found["booked"]).isoformat(), value.isoformat(), _point(found["amount"], negative=debit), self._currency,
                "BOOK", reference, "", "", "", balance,
            ],
        )  # fmt: skip


def _fields(text: str) -> Iterator[tuple[int, str, str]]:
    """Give line, tag and content of each field; lines without a tag belong to the one before."""
    line, tag, parts = 0, "", [""]
    for number, each in enumerate(text.splitlines(), start=1):
        body = each.strip().removeprefix("{4:").strip() if "{4:" in each else each.rstrip()
        found = _TAG.match(body)
        if found is None and (body.startswith(("-}", "{")) or body == "-"):
            continue
        if found is not None:
            if tag:
                yield line, tag, "\n".join(parts)
            line, tag, parts = number, found[1], [found[2]]
        elif tag and len(parts) < _TEXT_LINES_MAX:
            parts.append(body)
    if tag:
        yield line, tag, "\n".join(parts)


def _minor(amount: str, mark: str) -> int:
    """In thousandths, whatever the currency has."""
    whole, _, fraction = amount.partition(",")
    size = int(whole) * 1000 + int(fraction.ljust(3, "0"))
    return -size if mark == "D" else size


def _written(thousandths: int) -> str:
    sign, size = ("-" if thousandths < 0 else ""), abs(thousandths)
    return f"{sign}{size // 1000}.{size % 1000:03d}"


def _point(amount: str, *, negative: bool) -> str:
    return ("-" if negative else "") + amount.replace(",", ".")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date(2000 + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def _booked(value: dt.date, text: str | None) -> dt.date:
    """The entry date has no year: it is the one nearest to the value date."""
    if not text:
        return value
    days = []
    for year in (value.year - 1, value.year, value.year + 1):
        try:
            days.append(dt.date(year, int(text[:2]), int(text[2:4])))
        except ValueError:
            continue
    return min(days, key=lambda day: abs((day - value).days), default=value)
