"""Dates of a request as the numbers that a version was trained on: the hour, the weekday, the days since another date. Pure.

The table's own form is kept with the version, so `01/02/2026` means here what it meant there; ISO 8601 is read everywhere.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.errors import FieldError, PlatformError
from inference.inputs import InputEncoder, InputsRefused, InputValue, Row
from inference.manifest import Column, DateOf
from inference.number_forms import is_missing
from inference.pasts.dates import DateColumn, milliseconds_of, numbers_of

_FORMS_KEPT = 65_536
_FIRST_YEAR_OF_TWO_DIGITS = 1970  # as polars reads `%y`; Python begins a year earlier
_SIGNS = {"%d": "31", "%m": "12", "%Y": "2026", "%y": "26", "%H": "23", "%M": "59", "%S": "59", "%b": "Dec"}


def time_of(text: str, form: str = "") -> int:
    """Milliseconds since 1970 of a date or time in the table's own form or ISO 8601. Raises: ValueError, OverflowError."""
    return _time_of(text.strip(), form)


@lru_cache(maxsize=_FORMS_KEPT)
def _time_of(text: str, form: str) -> int:
    if form:
        try:
            found = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            pass
        else:
            if "%y" in form and found.year < _FIRST_YEAR_OF_TWO_DIGITS:
                found = found.replace(year=found.year + 100)
            return milliseconds_of(found.isoformat())
    return milliseconds_of(text)


def example_of(form: str) -> str:
    """A date in a form, as people write forms: 31.12.2026."""
    shown = form or "2026-12-31T23:59:59Z"
    for sign, example in _SIGNS.items():
        shown = shown.replace(sign, example)
    return shown


def dates_sent(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The dates that columns are made of, as a request sends them."""
    found: dict[str, Column] = {}
    for column in columns:
        made = column.date
        if made is None or column.kind == "date":
            continue
        for name, form in ((made.of, made.form), (made.against, made.against_form)):
            if name and name not in found:
                found[name] = Column(name=name, kind="date", date=DateOf(of=name, form=form))
    return tuple(found.values())


def with_dates(columns: Sequence[Column]) -> tuple[Column, ...]:
    """What a request sends of these columns: those that are made of dates are not, their dates are."""
    dates = dates_sent(columns)
    return (*(column for column in columns if column.date is None), *dates) if dates else tuple(columns)


class DatedEncoder:
    """Reads the columns of a version of which some are made of dates. Immutable."""

    def __init__(self, columns: Sequence[Column]) -> None:
        plain = [(at, column) for at, column in enumerate(columns) if column.date is None]
        self._places = [at for at, _ in plain]
        self._plain = InputEncoder([column for _, column in plain])
        self._made = MadeOfDates(columns)
        self._width = len(columns)

    def encode(self, row: Row, path: str = "inputs") -> NDArray[np.float32]:
        """float32[columns], NaN where missing. Raises: InputsRefused naming every wrong column."""
        found = np.full(self._width, np.nan, np.float32)
        errors: list[FieldError] = []
        rest = {name: value for name, value in row.items() if name not in self._made.forms}
        try:
            found[self._places] = self._plain.encode(rest, path)
        except InputsRefused as refused:
            errors.extend(refused.fields)
        try:
            found[self._made.places] = self._made.of(row, path)
        except InputsRefused as refused:
            errors.extend(refused.fields)
        if errors:
            raise InputsRefused("Some inputs cannot be used.", fields=errors)
        return found


class MadeOfDates:
    """Those columns of a version that are made of dates. places: in the version. forms: of each date."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.places = [at for at, column in enumerate(columns) if column.date is not None]
        self._names = [columns[at].name for at in self.places]
        self.forms = {
            column.name: column.date.form for column in dates_sent(columns) if column.date is not None
        }
        self._dates = [_date_column(column) for column in columns if column.date is not None]

    def of(self, row: Mapping[str, InputValue], path: str = "inputs") -> NDArray[np.float32]:
        """float32[len(places)], NaN where missing. Raises: InputsRefused naming every wrong date."""
        times, errors = {}, []
        for name, form in self.forms.items():
            value = row.get(name)
            if value is None or (isinstance(value, str) and is_missing(value)):
                continue
            try:
                times[name] = time_of(value if isinstance(value, str) else "", form)
            except (ValueError, OverflowError):
                errors.append(FieldError(f"{path}.{name}", "It is not a date or time.", fix_of(form)))
        if errors:
            raise InputsRefused("Some inputs cannot be used.", fields=errors)
        made = numbers_of(self._dates, times)
        return np.array([made.get(name, np.nan) for name in self._names], np.float32)


def with_made(columns: Sequence[Column], inputs: Mapping[str, InputValue]) -> Mapping[str, InputValue]:
    """What was sent with a decision, and what was made of its dates, by the names of the version's columns."""
    if all(column.date is None for column in columns):
        return inputs
    made = MadeOfDates(columns)
    try:
        values = made.of(inputs).tolist()
    except InputsRefused:  # sent to another version, which reads other dates
        values = []
    found = dict(inputs)
    for at, value in zip(made.places, values, strict=False):
        found[columns[at].name] = None if math.isnan(value) else value
    return found


def fix_of(form: str) -> str:
    own = f", or as the version was trained with: {example_of(form)}" if form else ""
    return (
        f"Send an ISO 8601 date or time, 2026-12-31 or 2026-12-31T23:59:59Z{own}; null when it is not known."
    )


def _date_column(column: Column) -> DateColumn:
    made = column.date
    if made is None:
        raise PlatformError(f"The column `{column.name}` is made of no date.")
    return DateColumn(
        name=made.of, parts=(made.part,) if made.part else (), against=made.against, ahead=made.ahead
    )


def problem_of_dates(columns: Sequence[Column]) -> str | None:
    """Why columns cannot be made of the dates that a manifest names."""
    names = {column.name for column in columns}
    for column in columns:
        made = column.date
        if made is None:
            continue
        if column.kind != "number" or column.name not in _date_column(column).names:
            return f"The column `{column.name}` is not what is made of a date."
        if {made.of, made.against} & names:
            return f"The date `{made.of}` is a column of the version too."
    return None
