"""A tenant's own columns to float32 rows: one function for training, for files and for requests, so floats agree.

Numbers become the nearest float32, booleans 0 and 1, categories their code in the manifest. Absent and null are
missing (NaN). Everything else is refused with the column's name: nothing is guessed.
"""

import math
import operator
import struct
from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from core.errors import ErrorKind, FieldError, PlatformError, named
from inference.category_codes import code_of
from inference.manifest import Column
from inference.number_forms import NumberForm, number_of

InputValue: TypeAlias = str | int | float | bool | None
Row: TypeAlias = Mapping[str, InputValue]
_FLOAT32_MAX = float(np.finfo(np.float32).max)
_PLAIN = {float, int}
_ERRORS_MAX = 20
_SHOWN_MAX = 5


class InputsRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "inputs_refused"
    fix = "Send the columns that the version declares, with the types that it declares."


class InputEncoder:
    """The columns of one version, looked up once: what a request of ordinary numbers costs is a few microseconds."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)
        self._names = tuple(column.name for column in columns)
        numbers_only = all(column.kind == "number" for column in columns)
        self._take = operator.itemgetter(*self._names) if numbers_only and len(self._names) > 1 else None
        self._pack = struct.Struct(f"={len(self._names)}f").pack

    def encode(self, row: Row, path: str = "inputs") -> NDArray[np.float32]:
        """One row, as `encode_inputs` makes it. Returns: float32[len(columns)]. Raises: InputsRefused."""
        plain = self._plain(row)
        if plain is not None:
            return plain
        matrix = encode_inputs(self._columns, [row], path)
        return cast("NDArray[np.float32]", matrix[0])

    def _plain(self, row: Row) -> NDArray[np.float32] | None:
        """Read a row that holds a finite number for each column and nothing else, by loops in C alone."""
        if self._take is None or len(row) != len(self._names):
            return None
        try:
            values = self._take(row)
            if set(map(type, values)) <= _PLAIN and math.isfinite(sum(values)) and _fit(values):
                return np.frombuffer(self._pack(*values), np.float32)
        except (KeyError, OverflowError):
            pass
        return None


def _fit(values: Sequence[float]) -> bool:
    return max(values) <= _FLOAT32_MAX and min(values) >= -_FLOAT32_MAX


def encode_inputs(
    columns: Sequence[Column], rows: Sequence[Row], path: str = "inputs"
) -> NDArray[np.float32]:
    """Rows of named values to a matrix.

    path: of the rows in the caller's words; several rows are `path[i]`.
    Returns: float32[len(rows), len(columns)], C order, NaN where missing.
    Raises: InputsRefused naming every wrong column (the first 20).
    """
    matrix = np.full((len(rows), len(columns)), np.nan, np.float32)
    known = {column.name for column in columns}
    errors: list[FieldError] = []
    for index, row in enumerate(rows):
        where = path if len(rows) == 1 else f"{path}[{index}]"
        errors.extend(_unknown(where, name, columns) for name in row if name not in known)
        values = []
        for column in columns:
            value = encode_value(column, row.get(column.name))
            if isinstance(value, str):
                errors.append(FieldError(f"{where}.{column.name}", value, _fix(column)))
                value = math.nan
            values.append(value)
        matrix[index] = values
        if len(errors) >= _ERRORS_MAX:
            break
    if errors:
        raise InputsRefused("Some inputs cannot be used.", fields=errors[:_ERRORS_MAX])
    return matrix


def encode_value(column: Column, value: InputValue) -> float | str:
    """One value to its number, or the reason why it has none.

    A text is an error but where the version was trained on numbers written in one form, which it keeps.
    """
    if value is None:
        return math.nan
    if column.kind == "number":
        return _number(plain_value(column, value), column.numbers)
    return _category(column, value) if column.kind == "category" else _boolean(value)


def plain_value(column: Column, value: str | float | bool) -> str | float | bool:  # noqa: FBT001 - what JSON may hold
    """The number that a text is in the form of its column; all else as it is."""
    if column.numbers is None or not isinstance(value, str):
        return value
    found = number_of(column.numbers, value)
    return value if found is None else found


def plain_inputs(columns: Sequence[Column], row: Row) -> Row:
    """A row with the texts of its numbers read, so that rules see numbers too. columns: those with a form."""
    found = dict(row)
    for column in columns:
        value = row.get(column.name)
        if isinstance(value, str):
            read = plain_value(column, value)
            found[column.name] = None if isinstance(read, float) and math.isnan(read) else read
    return found


def _number(value: str | float | bool, form: NumberForm | None) -> float | str:  # noqa: FBT001 - what JSON may hold
    if isinstance(value, (bool, str)):
        return "It is not a number." if form is None else f"It is not a number written as {form.example}."
    if form is not None and math.isnan(value):
        return math.nan
    if not -_FLOAT32_MAX <= value <= _FLOAT32_MAX:  # NaN too
        return "It is not a finite number within float32."
    return float(value)


def _boolean(value: str | float | bool) -> float | str:  # noqa: FBT001 - what JSON may hold
    return float(value) if not isinstance(value, str) and value in {0, 1} else "It is not a boolean."


def _category(column: Column, value: str | float | bool) -> float | str:  # noqa: FBT001 - what JSON may hold
    if not isinstance(value, str):
        return "It is not text."
    code = code_of(column, value)
    return math.nan if code is None else float(code)


def _unknown(where: str, name: str, columns: Sequence[Column]) -> FieldError:
    declared = ", ".join(column.name for column in columns[:_SHOWN_MAX])
    more = ", …" if len(columns) > _SHOWN_MAX else ""
    return FieldError(
        f"{where}.{named(name)}",
        "The version declares no such column.",
        f"Leave it out; declared are: {declared}{more}.",
    )


def _fix(column: Column) -> str:
    return {
        "number": "Send a JSON number, or null when it is not known.",
        "boolean": "Send true or false, or null when it is not known.",
        "category": "Send a JSON string, or null when it is not known.",
    }[column.kind]
