"""What a tenant sends along with a model made elsewhere: what its columns are, and a sample that proves the reading."""

import re
from typing import Annotated, Literal, TypeVar

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from core.errors import ErrorKind, FieldError, PlatformError
from inference.inputs import InputValue, encode_inputs
from inference.manifest import COLUMNS_MAX, Column, Reading

SAMPLE_ROWS_MIN, SAMPLE_ROWS_MAX = 20, 1_000
TOLERANCE, TOLERANCE_MAX = 1e-4, 1e-2
FILE_BYTES_MAX = 20_000_000
# Who a person is, in the words that columns are named with; none of them may ever be asked to change.
_PROTECTED = frozenset({
    "age", "birth", "birthday", "born", "caste", "citizenship", "disability", "disabled", "dob", "ethnic", "ethnicity",
    "female", "gender", "male", "marital", "married", "nationality", "origin", "pregnancy", "pregnant", "race",
    "religion", "religious", "sex", "tribe",
})  # fmt: skip
Wanted = TypeVar("Wanted")


class DeclarationRefused(PlatformError):
    kind = ErrorKind.INVALID
    code = "declaration_refused"
    fix = "Write the two files as docs/own-models.md shows."


class Declaration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`model.json`: the columns in the order in which the graph reads them, and which output is the probability.

    tolerance: how far the sample's probabilities may be from what comes out here.
    """

    format: Literal[1]
    columns: Annotated[tuple[Column, ...], Meta(min_length=1, max_length=COLUMNS_MAX)]
    reading: Reading
    tolerance: Annotated[float, Meta(gt=0, le=TOLERANCE_MAX)] = TOLERANCE


class Sample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`sample.json`: rows as a decision would be asked about them, and what the model itself answers for each.

    The rows are also what explanations compare with, so they should be typical ones.
    """

    rows: Annotated[list[dict[str, InputValue]], Meta(min_length=SAMPLE_ROWS_MIN, max_length=SAMPLE_ROWS_MAX)]
    expected: Annotated[list[float], Meta(min_length=SAMPLE_ROWS_MIN, max_length=SAMPLE_ROWS_MAX)]


def read_declaration(data: bytes) -> Declaration:
    """Raises: DeclarationRefused."""
    declaration = _read(data, "manifest", Declaration)
    names = [column.name for column in declaration.columns]
    if len(set(names)) != len(names):
        raise DeclarationRefused("A column is declared twice.")
    for at, column in enumerate(declaration.columns):
        if column.actionable != "no" and (column.protected or is_protected(column.name)):
            refused = FieldError(
                f"manifest.columns[{at}].actionable",
                "It is about who a person is.",
                "Leave `actionable` out.",
            )
            raise DeclarationRefused("Nobody can be asked to change who they are.", fields=[refused])
    return declaration


def read_sample(data: bytes) -> Sample:
    """Raises: DeclarationRefused."""
    sample = _read(data, "sample", Sample)
    if len(sample.rows) != len(sample.expected):
        raise DeclarationRefused("The sample has not one expected number for each row.")
    return sample


def matrix_of(columns: tuple[Column, ...], sample: Sample) -> NDArray[np.float32]:
    """float32[n, len(columns)], NaN where missing. Raises: InputsRefused."""
    return encode_inputs(columns, sample.rows, "sample.rows")


def is_protected(name: str) -> bool:
    """Whether a column's name says that it is about who a person is: `customer_age` does, `page_views` does not."""
    words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())
    return not _PROTECTED.isdisjoint(words)


def _read(data: bytes, name: str, wanted: type[Wanted]) -> Wanted:
    if len(data) > FILE_BYTES_MAX:
        raise DeclarationRefused(f"The {name} has {len(data):,} bytes; at most {FILE_BYTES_MAX:,} are taken.")
    try:
        return msgspec.json.decode(data, type=wanted)
    except msgspec.DecodeError as error:
        raise DeclarationRefused(f"The {name} is not as it should be: {error}.") from error
