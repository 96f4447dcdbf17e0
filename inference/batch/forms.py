"""The flat form of a use case's facts: a column for each field, lists and structs as JSON in their cell.

Columns have the names of the fields of a request. A row becomes the very Struct that a request becomes, by the same types, and
is checked by the same functions, so nothing is taken here that a request is refused for.
"""

import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta, inspect

from core.errors import FieldError, InvalidRequest
from inference import catalogue
from inference.catalogue import UseCase
from inference.entities import HISTORY_MAX, DecideCommand
from payments import checks
from payments.facts import Reference, Transaction
from payments.history_facts import CustomerHistory, settled
from payments.statement_facts import Statement

CELL_CHARS_MAX = 1_000_000
_VALIDATION = re.compile(r".* - at `\$\.?(?P<path>[^`]*)`$", re.DOTALL)
_FIRST_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NESTED = (inspect.CollectionType, inspect.StructType, inspect.DictType)

FactValue = (
    str
    | int
    | float
    | bool
    | Decimal
    | datetime
    | list["FactValue"]
    | dict[str, "FactValue"]
    | msgspec.Struct
    | None
)


class CustomerFacts(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A row of a use case about a customer.

    customer_id: your own id of the customer. transactions: the history to go by, instead of what was ingested.
    """

    customer_id: Reference
    transactions: Annotated[tuple[Transaction, ...], Meta(max_length=HISTORY_MAX)] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class FormField:
    """One field of the facts. nested: reads the JSON of a list or a struct; None for a plain value."""

    name: str
    required: bool
    text: bool
    time: bool
    nested: msgspec.json.Decoder[FactValue] | None


class RowRefused(Exception):
    """A row's values are no facts. column: of the form; empty for the row as a whole."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class Form:
    """The columns of one use case, and how a row of them becomes a question."""

    def __init__(self, use_case: UseCase) -> None:
        self._use_case = use_case
        self._kind = _kind_of(use_case)
        self.fields = tuple(_fields_of(self._kind))
        self._by_name = {field.name: field for field in self.fields}
        self.kind = use_case.input

    def command(self, values: Mapping[str, FactValue], now: datetime) -> DecideCommand:
        """Read one row. values: by field, those that the row has; texts of CSV, or values of Parquet.

        now: what times are checked against. Raises: RowRefused.
        """
        given = {name: self._opened(self._by_name[name], value) for name, value in values.items()}
        try:
            facts: msgspec.Struct = msgspec.convert(given, self._kind, strict=False)
        except (msgspec.ValidationError, OverflowError) as error:
            raise _refused(str(error)) from error
        if isinstance(facts, CustomerHistory):
            facts = settled(facts, now)
        if not needs_past(facts):
            self.check(facts, now)
        return self._command(facts)

    def _opened(self, field: FormField, value: FactValue) -> FactValue:
        if isinstance(value, Decimal):
            value = int(value) if value == value.to_integral_value() else float(value)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if field.text and isinstance(value, int) and not isinstance(value, bool):
            return str(value)  # ids are numbers in many files, and floats where some are missing
        if not isinstance(value, str):
            return value
        if field.nested is not None:
            if len(value) > CELL_CHARS_MAX:
                raise RowRefused(field.name, f"It is longer than {CELL_CHARS_MAX:,} characters.")
            try:
                return field.nested.decode(value)
            except msgspec.ValidationError as error:
                raise RowRefused(field.name, _sentence(str(error))) from error
            except (msgspec.DecodeError, RecursionError) as error:
                raise RowRefused(field.name, "It is not JSON.") from error
        if field.time and ":" not in value:  # a number would be taken for seconds since 1970
            raise RowRefused(field.name, "It is not a time with its UTC offset.")
        return value

    def check(self, facts: msgspec.Struct, now: datetime) -> None:
        """Refuse what types cannot, as `inference.asks` does of requests. Raises: RowRefused."""
        path = self._use_case.input
        try:
            if isinstance(facts, Transaction):
                checks.check_transaction(facts, now, path)
            elif isinstance(facts, CustomerFacts):
                _check_past(facts, now)
            elif self._use_case.about is not None:
                self._use_case.check_event(facts, now)
        except InvalidRequest as error:
            first = error.fields[0]
            column = _FIRST_NAME.match(first.field.removeprefix(path).lstrip("."))
            raise RowRefused("" if column is None else column[0], first.reason) from error

    def _command(self, facts: msgspec.Struct) -> DecideCommand:
        name = self._use_case.name
        if isinstance(facts, Transaction):
            return DecideCommand(use_case=name, transaction=facts)
        if isinstance(facts, CustomerFacts):
            return DecideCommand(
                use_case=name, customer_id=facts.customer_id, transactions=facts.transactions
            )
        return DecideCommand(use_case=name, event=facts)


@functools.cache
def form_of(use_case: str) -> Form:
    """Raises: UseCaseUnknown."""
    return Form(catalogue.get(use_case))


def needs_past(facts: msgspec.Struct) -> bool:
    """Whether facts about a past came without one: it is read from what is stored."""
    if isinstance(facts, CustomerHistory):
        return not facts.transactions and not facts.spending
    return isinstance(facts, Statement) and not facts.lines


def _kind_of(use_case: UseCase) -> type[msgspec.Struct]:
    if use_case.about is not None:
        return use_case.about.facts
    return Transaction if use_case.input == "transaction" else CustomerFacts


def _fields_of(kind: type[msgspec.Struct]) -> Iterator[FormField]:
    described = inspect.type_info(kind)
    if not isinstance(described, inspect.StructType):
        raise TypeError(f"{kind.__name__} is no Struct")
    declared = {field.name: field.type for field in msgspec.structs.fields(kind)}
    for field in described.fields:
        parts = field.type.types if isinstance(field.type, inspect.UnionType) else (field.type,)
        nested = any(isinstance(part, _NESTED) for part in parts)
        yield FormField(
            name=field.name,
            required=field.required,
            text=any(isinstance(part, inspect.StrType) for part in parts),
            time=any(isinstance(part, inspect.DateTimeType) for part in parts),
            nested=msgspec.json.Decoder(declared[field.name]) if nested else None,
        )


def _check_past(facts: CustomerFacts, now: datetime) -> None:
    for at, transaction in enumerate(facts.transactions or ()):
        path = f"transactions[{at}]"
        checks.check_transaction(transaction, now, path)
        if transaction.customer_id != facts.customer_id:
            refused = FieldError(f"{path}.customer_id", "It is not `customer_id`.", "")
            raise InvalidRequest("The history holds a payment of another customer.", fields=[refused])


def _refused(text: str) -> RowRefused:
    """Read the text of a msgspec.ValidationError: its path begins with the column."""
    found = _VALIDATION.match(text)
    path = found["path"] if found is not None and found["path"] else ""
    column = _FIRST_NAME.match(path)
    return RowRefused("" if column is None else column[0], _sentence(text))


def _sentence(text: str) -> str:
    return text.partition(" - at `")[0].replace("`", "") + "."
