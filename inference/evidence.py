"""What the words, letters and facts of a row say for each class: the features of versions that tell classes.

A table has a row for each token of a vocabulary and a column for each class. A row's features are the weighted sums of
its tokens' rows, looked up here; the graph makes scores of them, and shares. Table, vocabulary and what the graph does to
features (`Scale`) rest in `tokens.npz`.
"""

import io
import math
import sys
import zipfile
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.errors import ErrorKind, FieldError, PlatformError, named
from inference.features.tokens import Vocabulary, counted, weighted
from inference.inputs import InputsRefused, InputValue
from inference.manifest import CLASSES_MAX, Column

FILE = "tokens.npz"
NONE = "(none of them)"
"""What stands where classes do for what is about none of them; it is never named."""
TOKENS_MAX = 400_000
TEXT_CHARS_MAX = 10_000
_CHARS_AT_ONCE = 1_000
"""What is read in about 4 ms."""
_BYTES_MAX = 400_000_000
_NAMES = {"table", "vocabulary"}
_SCALE_NAMES = {"bias", "cooling"}
_NAME_CHARS_MAX = 128
_DOUBLE_MAX = sys.float_info.max
_SHOWN_MAX = 5


class TokensRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "tokens_refused"
    fix = "Register the folder exactly as `countermark train` wrote it."


class Scale(msgspec.Struct, frozen=True):
    """scores = features * cooling + bias, whose softmax are the shares of the classes. bias: float32[classes], as a file holds it,
    or float64."""

    bias: NDArray[np.float32] | NDArray[np.float64]
    cooling: float


class Read(msgspec.Struct, frozen=True):
    """What a row says in the columns of a vocabulary, in its order; None where missing."""

    texts: Sequence[str | None]
    categories: Sequence[str | None]
    numbers: Sequence[float | None]


class Evidence(msgspec.Struct, frozen=True):
    """table: float16[tokens, classes], a column more where what is about none of them is known. scale: None of a version from before it was kept, which gives no reasons."""

    vocabulary: Vocabulary
    table: NDArray[np.float16]
    scale: Scale | None = None

    def of(self, said: Read) -> NDArray[np.float32]:
        """float32[classes] of one row, zeros where no token is known; the same bits in any company."""
        tokens = counted(self.vocabulary, said.texts, said.categories, said.numbers)
        return self.summed(*weighted(self.vocabulary, tokens))

    def summed(self, places: Sequence[int], weights: Sequence[float]) -> NDArray[np.float32]:
        """float32[classes], the weighted sum of the tokens at these places."""
        rows = self.table[np.array(places, np.intp)].astype(np.float32)
        found: NDArray[np.float32] = (rows * np.array(weights, np.float32)[:, None]).sum(
            axis=0, dtype=np.float32
        )
        return found


def names_of(classes: Sequence[str], *, unnamed: bool = False) -> tuple[str, ...]:
    """The features of a version that tells these classes. unnamed: of one that knows what is about none of them, too."""
    told = (*classes, NONE) if unnamed else classes
    return tuple(f"{place}: {name}"[:_NAME_CHARS_MAX] for place, name in enumerate(told))


def write(evidence: Evidence) -> bytes:
    """The same table gives the same bytes."""
    words = np.frombuffer(msgspec.json.encode(evidence.vocabulary), np.uint8)
    buffer = io.BytesIO()
    arrays: dict[str, NDArray[np.generic]] = {"table": evidence.table, "vocabulary": words}
    if evidence.scale is not None:
        arrays["bias"] = np.asarray(evidence.scale.bias, np.float32)
        arrays["cooling"] = np.array([evidence.scale.cooling], np.float64)
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def read(data: bytes, columns: Sequence[Column], classes: int) -> Evidence:
    """classes: how many have a name. Raises: TokensRefused."""
    arrays = arrays_of(data, _NAMES | _SCALE_NAMES)
    require(arrays.keys() in (_NAMES, _NAMES | _SCALE_NAMES), "arrays")
    table, words = arrays["table"], arrays["vocabulary"]
    require(table.dtype == np.float16 and table.ndim == 2 and words.dtype == np.uint8, "types")
    require(0 < classes <= CLASSES_MAX and table.shape[1] in (classes, classes + 1), "classes")
    try:
        vocabulary = msgspec.json.decode(words.tobytes(), type=Vocabulary)
    except msgspec.DecodeError as error:
        raise TokensRefused("The vocabulary cannot be read.", internal=str(error)) from error
    count = len(vocabulary.weights)
    require(count <= TOKENS_MAX and len(table) == count == len(vocabulary.places), "tokens")
    require(all(0 <= place < count for place in vocabulary.places.values()), "places")
    require(all(math.isfinite(weight) for weight in vocabulary.weights), "weights")
    require(bool(np.isfinite(table).all()), "values")
    named = {*vocabulary.texts, *vocabulary.categories, *vocabulary.numbers}
    require(named == {column.name for column in columns}, "columns")
    return Evidence(vocabulary, np.ascontiguousarray(table, np.float16), _scale(arrays, table.shape[1]))


def _scale(arrays: Mapping[str, NDArray[np.generic]], classes: int) -> Scale | None:
    if arrays.keys() == _NAMES:
        return None
    bias, cooling = arrays["bias"], arrays["cooling"]
    require(bias.dtype == np.float32 and bias.shape == (classes,) and classes > 1, "bias")
    require(cooling.dtype == np.float64 and cooling.shape == (1,), "cooling")
    require(bool(np.isfinite(bias).all()) and 0 < float(cooling[0]) < math.inf, "scale")
    return Scale(np.ascontiguousarray(bias, np.float32), float(cooling[0]))


class TextEncoder:
    """The columns of one version that tells classes, and what a request says in them."""

    def __init__(self, columns: Sequence[Column], evidence: Evidence) -> None:
        self._columns = {column.name: column for column in columns}
        self._evidence = evidence

    def encode(self, row: Mapping[str, InputValue], path: str = "inputs") -> NDArray[np.float32]:
        """float32[classes]. Raises: InputsRefused naming every wrong column."""
        return self._evidence.of(self.read(row, path))

    def read(self, row: Mapping[str, InputValue], path: str = "inputs") -> Read:
        """Raises: InputsRefused naming every wrong column."""
        errors = [
            _unknown(f"{path}.{named(name)}", self._columns) for name in row if name not in self._columns
        ]
        read: dict[str, str | float | None] = {}
        for name, column in self._columns.items():
            value = _value(column, row.get(name))
            if isinstance(value, _Wrong):
                errors.append(FieldError(f"{path}.{name}", value.reason, _FIXES[column.kind]))
            else:
                read[name] = value
        if errors:
            raise InputsRefused("Some inputs cannot be used.", fields=errors)
        vocabulary = self._evidence.vocabulary
        return Read(
            [_text(read[name]) for name in vocabulary.texts],
            [_text(read[name]) for name in vocabulary.categories],
            [_number(read[name]) for name in vocabulary.numbers],
        )


def takes_long(row: Mapping[str, InputValue]) -> bool:
    """Say whether the texts of a row are too long to be read while other requests wait."""
    return sum(len(value) for value in row.values() if isinstance(value, str)) > _CHARS_AT_ONCE


class _Wrong(msgspec.Struct, frozen=True):
    reason: str


def _value(column: Column, value: InputValue) -> str | float | _Wrong | None:
    if value is None:
        return None
    if column.kind == "number":
        if isinstance(value, (bool, str)) or not -_DOUBLE_MAX <= value <= _DOUBLE_MAX:  # NaN too
            return _Wrong("It is not a finite number.")
        return float(value)
    if column.kind == "boolean":
        return str(bool(value)).lower() if value in {0, 1} else _Wrong("It is not a boolean.")
    if not isinstance(value, str):
        return _Wrong("It is not text.")
    if len(value) > TEXT_CHARS_MAX:
        return _Wrong(f"It is longer than {TEXT_CHARS_MAX:,} characters.")
    return value.strip() or None


def _text(value: str | float | None) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: str | float | None) -> float | None:
    return None if isinstance(value, str) else value


_FIXES = {
    "number": "Send a JSON number, or null when it is not known.",
    "boolean": "Send true or false, or null when it is not known.",
    "category": "Send a JSON string, or null when it is not known.",
    "text": "Send a JSON string, or null when it is not known.",
}


def _unknown(path: str, columns: Mapping[str, Column]) -> FieldError:
    declared = ", ".join(list(columns)[:_SHOWN_MAX])
    return FieldError(
        path, "The version declares no such column.", f"Leave it out; declared are: {declared}."
    )


def arrays_of(data: bytes, names: AbstractSet[str]) -> dict[str, NDArray[np.generic]]:
    """Read those arrays of a file that have these names. Raises: TokensRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            require(sum(member.file_size for member in archive.infolist()) <= _BYTES_MAX, "size")
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            found = {name: archive[name] for name in archive.files if name in names}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, KeyError, MemoryError, RuntimeError) as error:
        raise TokensRefused("These bytes are no table of tokens.", internal=type(error).__name__) from error
    return found


def require(holds: bool, what: str, /) -> None:  # noqa: FBT001 - reads as a sentence
    """Raises: TokensRefused."""
    if not holds:
        raise TokensRefused(f"The table of tokens is not sound: {what}.")
