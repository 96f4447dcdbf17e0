"""One record of a statement made into a payment, or into the reason why it is none. Pure, with the clock given."""

import datetime as dt
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from core.errors import FieldError, InvalidRequest
from payments import checks
from payments.facts import Direction, Method, Transaction
from payments.importing import amounts, dates
from payments.importing.amounts import Amount, AmountUnreadable
from payments.importing.dates import NOON, DateUnreadable
from payments.importing.definition import MappingDefinition
from payments.importing.findings import Finding
from payments.importing.methods import METHODS, method_of
from payments.importing.records import Record
from payments.importing.tables import Positions

DESCRIPTION_CHARS_MAX = 256
PAYEE_CHARS_MAX = 128
SUMMARY = "It is a sum or a balance, no payment."

_CONTROLS = re.compile(r"[\x00-\x20\x7f]+")
_NO_SLUG = re.compile(r"[^a-z0-9_.-]+")
_SUMMARY = re.compile(
    r"(?:opening|closing|available|ledger|total|sub ?total|page total|grand total|brought forward|carried forward|b/f|c/f|"
    r"balance|statement summary|transaction total)\b",
    re.IGNORECASE,
)
_PAID = frozenset(
    [
        "success",
        "successful",
        "succeeded",
        "completed",
        "complete",
        "paid",
        "settled",
        "received",
        "sent",
        "credited",
        "debited",
        "done",
        "ok",
        "processed",
        "book",
        "booked",
        "posted",
    ]
)
_UNPAID = frozenset(
    [
        "failed",
        "failure",
        "fail",
        "declined",
        "rejected",
        "pending",
        "processing",
        "initiated",
        "reversed",
        "reversal",
        "refunded",
        "cancelled",
        "canceled",
        "expired",
        "timeout",
        "timed",
        "returned",
        "deemed",
        "blocked",
        "aborted",
        "unsuccessful",
    ]
)
_FIELDS = {
    "occurred_at": "date", "amount_minor": "amount", "customer_id": "customer", "currency": "currency", "category": "category",
    "payee_id": "payee", "description": "description",
}  # fmt: skip
_OTHER: dict[Direction, Direction] = {"debit": "credit", "credit": "debit"}


class Payment(msgspec.Struct, frozen=True, gc=False):
    """A row that is a payment.

    transaction: without own id. day, time: as written, of which its identity is made. reference: the bank's. words: the whole
    description. balance_minor: after it.
    """

    line: int
    transaction: Transaction
    day: dt.date
    time: dt.time | None
    reference: str
    words: str
    balance_minor: int | None


class Loose(msgspec.Struct, frozen=True):
    """A row that has neither date nor amount: refused if payments follow, and part of the footer if none does."""

    line: int


class RowRefused(Exception):
    """args: the field and the reason."""


class RowReader:
    def __init__(
        self,
        definition: MappingDefinition,
        positions: Positions,
        date_format: str,
        *,
        width: int,
        now: dt.datetime,
    ) -> None:
        """width: of the header; 0 without one. Raises: InvalidRequest for a time zone that is none."""
        self._definition = definition
        self._positions = positions
        self._date_format = date_format
        self._width = width
        self._now = now
        self._customer_id = definition.customer_id
        self._zone = zone_of(definition.time_zone)
        self._own = frozenset(address.casefold() for address in definition.own_addresses)

    def read(self, record: Record) -> Payment | Finding | Loose | None:
        """Returns: None for an empty line, or one of stars."""
        if record.problem is not None:
            return Finding(record.line, "refused", "", record.problem)
        if not any(letter.isalnum() for cell in record.cells for letter in cell):
            return None
        aside = self._aside(record)
        if aside is not None:
            return aside
        try:
            self._check_width(record)
            return self._payment(record)
        except RowRefused as refused:
            field, reason = refused.args
            return Finding(record.line, "refused", field, reason)

    def _aside(self, record: Record) -> Finding | Loose | None:
        """What stands in a statement besides payments: sums, and text without date and amount."""
        dated = self._cell(record, "date") or self._cell(record, "value_date")
        if any(letter.isdigit() for letter in dated):
            status = self._status(record)
            return None if status is None else Finding(record.line, "skipped", "status", status)
        words = next(cell for cell in record.cells if cell)
        if _SUMMARY.match(words) or _SUMMARY.match(self._cell(record, "description")):
            return Finding(record.line, "skipped", "", SUMMARY)
        if all(not self._has_amount(record, name) for name in ("amount", "debit", "credit")):
            return Loose(record.line)
        return None

    def _has_amount(self, record: Record, name: str) -> bool:
        text = self._cell(record, name)
        try:
            return not amounts.is_nothing(text) and bool(
                amounts.read_amount(text, "INR", self._definition.decimal)
            )
        except AmountUnreadable:
            return False

    def _status(self, record: Record) -> str | None:
        """Say why a payment did not take place; None where it did. Raises nothing: an unknown word is refused later."""
        words = re.findall(r"[a-z]+", self._cell(record, "status").lower())
        if any(word in _UNPAID for word in words):
            return "It did not go through: its status says that it failed, is pending or was reversed."
        return None

    def _check_width(self, record: Record) -> None:
        """A separator that is not quoted shifts what stands behind it; a line that was cut off lacks its end."""
        if self._width and any(record.cells[self._width :]):
            raise RowRefused("", "It has more fields than the header.")
        if len(record.cells) <= max(self._positions.values(), default=0):
            raise RowRefused("", "It has fewer fields than the header.")

    def _payment(self, record: Record) -> Payment:
        self._check_status(record)
        day, time, zone = self._moment(record)
        currency = self._currency(record)
        money, direction = self._money(record, currency)
        words = " ".join(
            part for part in (self._text(record, "description"), self._text(record, "note")) if part
        )
        transaction = self._transaction(
            occurred_at=dt.datetime.combine(day, time or NOON, zone or self._zone).astimezone(dt.UTC),
            amount_minor=money.minor,
            currency=currency,
            direction=direction,
            method=self._method(record, words),
            description=words[:DESCRIPTION_CHARS_MAX].strip() or None,
            category=self._category(record),
            payee_id=self._other(record, direction)[:PAYEE_CHARS_MAX].strip() or None,
            customer_id=self._text(record, "customer") or self._customer_id,
        )
        return Payment(
            record.line,
            transaction,
            day,
            time,
            self._text(record, "reference"),
            words,
            self._balance(record, currency),
        )

    def _check_status(self, record: Record) -> None:
        said = re.findall(r"[a-z]+", self._cell(record, "status").lower())
        if "status" in self._positions and not any(word in _PAID for word in said):
            raise RowRefused("status", "It is no status that is known, such as SUCCESS or FAILED.")

    def _transaction(self, **facts: object) -> Transaction:
        if facts["customer_id"] is None:
            raise RowRefused("customer", "Nothing says whose payment it is.")
        if facts["amount_minor"] == 0:
            raise RowRefused("amount", "The amount is zero.")
        try:
            found = msgspec.convert(
                {name: value for name, value in facts.items() if value is not None}, Transaction
            )
        except msgspec.ValidationError as error:
            name = str(error).rpartition("$.")[2].rstrip("`").partition(".")[0]
            raise RowRefused(
                _FIELDS.get(name, ""), "It is too long, or holds a character that cannot stand there."
            ) from None
        problems = checks.problems_of(found, self._now)
        if problems:
            raise RowRefused(_FIELDS.get(problems[0].field, ""), problems[0].reason)
        return found

    def _moment(self, record: Record) -> dates.Moment:
        name = "date" if self._cell(record, "date") else "value_date"
        text = self._cell(record, name)
        try:
            day, time, zone = dates.read_moment(self._date_format, text)
            apart = self._cell(record, "time")
        except DateUnreadable as error:
            raise RowRefused("date" if "date" in self._positions else "value_date", str(error)) from None
        if time is None and apart:
            try:
                time = dates.read_time(apart)
            except DateUnreadable as error:
                raise RowRefused("time", str(error)) from None
        return day, time, zone

    def _currency(self, record: Record) -> str:
        text = self._cell(record, "currency").upper()
        return {"₹": "INR", "RS": "INR", "RS.": "INR", "$": "USD", "€": "EUR", "£": "GBP"}.get(
            text, text
        ) or self._definition.currency

    def _money(self, record: Record, currency: str) -> tuple[Amount, Direction]:
        in_two = self._in_two_columns(record, currency)
        if in_two is not None:
            return in_two
        text = self._cell(record, "amount")
        if "amount" not in self._positions or amounts.is_nothing(text):
            raise RowRefused("amount" if "amount" in self._positions else "debit", "There is no amount.")
        money = self._amount(text, currency, "amount")
        return money, self._direction(record, money)

    def _in_two_columns(self, record: Record, currency: str) -> tuple[Amount, Direction] | None:
        found: list[tuple[Amount, Direction]] = []
        sides: tuple[Direction, ...] = ("debit", "credit")
        for name in sides:
            text = self._cell(record, name)
            if amounts.is_nothing(text):
                continue
            money = self._amount(text, currency, name)
            if money.minor:
                if (money.mark or name) != name or (money.negative and name == "credit"):
                    raise RowRefused(name, "Its sign or mark says another direction than its column.")
                found.append((money, name))
        if len(found) > 1:
            raise RowRefused("credit", "There is a debit and a credit.")
        return found[0] if found else None

    def _amount(self, text: str, currency: str, name: str) -> Amount:
        try:
            return amounts.read_amount(text, currency, self._definition.decimal)
        except AmountUnreadable as error:
            raise RowRefused(name, str(error)) from None

    def _direction(self, record: Record, money: Amount) -> Direction:
        mark = money.mark
        if "direction" in self._positions:
            said = amounts.direction_of(self._cell(record, "direction"))
            if said is None:
                raise RowRefused("direction", "It says neither debit nor credit.")
            if mark is not None and mark != said:
                raise RowRefused("direction", "The mark at the amount says another direction.")
            mark = said
        if mark is None and self._own:
            mark = self._by_addresses(record)
        if mark is None:
            positive = self._definition.positive
            return _OTHER[positive] if money.negative else positive
        if money.negative and mark == "credit":
            raise RowRefused("amount", "Its sign says another direction.")
        return mark

    def _by_addresses(self, record: Record) -> Direction:
        paid = self._cell(record, "payer").casefold() in self._own
        got = self._cell(record, "payee").casefold() in self._own
        if paid == got:
            raise RowRefused("payer", "Neither payer nor payee alone is one of the customer's own addresses.")
        return "debit" if paid else "credit"

    def _other(self, record: Record, direction: Direction) -> str:
        payer, payee = self._text(record, "payer"), self._text(record, "payee")
        if direction == "debit":
            return payee
        return payer if "payer" in self._positions else payee

    def _balance(self, record: Record, currency: str) -> int | None:
        text = self._cell(record, "balance")
        if amounts.is_nothing(text):
            return None
        try:
            found = amounts.read_amount(text, currency, self._definition.decimal)
        except AmountUnreadable:
            return None
        return -found.minor if found.negative or found.mark == "debit" else found.minor

    def _method(self, record: Record, words: str) -> Method:
        said = self._cell(record, "method")
        if said:
            return METHODS.get(said.lower()) or method_of(said)
        return self._definition.method or method_of(words)

    def _category(self, record: Record) -> str | None:
        return _NO_SLUG.sub("_", self._cell(record, "category").lower()).strip("_.-")[:64] or None

    def _text(self, record: Record, name: str) -> str:
        return _CONTROLS.sub(" ", self._cell(record, name)).strip()

    def _cell(self, record: Record, name: str) -> str:
        return _at(record.cells, self._positions.get(name))


def zone_of(name: str) -> ZoneInfo:
    """Raises: InvalidRequest."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        refused = FieldError(
            "time_zone", "There is no such time zone.", "Name one of the IANA database, such as Asia/Kolkata."
        )
        raise InvalidRequest("The mapping was refused.", fields=[refused]) from None


def _at(cells: Sequence[str], position: int | None) -> str:
    return "" if position is None or position >= len(cells) else cells[position]
