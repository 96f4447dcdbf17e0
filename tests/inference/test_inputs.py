"""A tenant's columns become the same floats from a request, from a file and in training."""

import math
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.errors import FieldError
from inference.inputs import InputEncoder, InputsRefused, encode_inputs
from inference.manifest import Column
from tests.inference.versions import COLUMNS
from training.datasets import encode_frame

FLOAT32_MAX = float(np.finfo(np.float32).max)
NUMBERS = st.one_of(
    st.none(),
    st.integers(-(2**53), 2**53),
    st.floats(-3e38, 3e38, allow_nan=False),
    st.sampled_from([0.1, 16_777_217, 1e-45, -0.0]),
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "income": NUMBERS,
            "owner": st.sampled_from([None, True, False]),
            "grade": st.sampled_from([None, "A", "B", "C", "Z", ""]),
            "region": st.sampled_from([None, "east", "west", "north"]),
            "debt ratio (%)": NUMBERS,
        }
    ),
    min_size=1,
    max_size=20,
)


@given(ROWS)
def test_requests_and_files_give_equal_floats(rows: list[dict[str, str | float | bool | None]]) -> None:
    """The float32 bits of a row do not depend on the door it came through."""
    schema = {
        "income": pl.Float64,
        "owner": pl.Boolean,
        "grade": pl.String,
        "region": pl.String,
        "debt ratio (%)": pl.Float64,
    }
    as_floats = [
        {
            name: float(value) if name in {"income", "debt ratio (%)"} and value is not None else value
            for name, value in row.items()
        }
        for row in rows
    ]
    frame = pl.DataFrame(as_floats, schema=schema)
    assert encode_inputs(COLUMNS, rows).tobytes() == encode_frame(COLUMNS, frame).tobytes()


def test_whole_numbers_of_a_file_are_those_of_a_request() -> None:
    """Integers beyond float32's 24 bits round the same way from JSON and from an integer column."""
    values = [16_777_217, 33_554_435, 2**53 - 1, -(2**40) - 1]
    requests = encode_inputs(COLUMNS[:1], [{"income": value} for value in values])
    assert requests.tobytes() == encode_frame(COLUMNS[:1], pl.DataFrame({"income": values})).tobytes()


def test_missing_and_unknown_values() -> None:
    """Absent and null are NaN; a category never seen gets the declared code for others, or is missing without one."""
    row = encode_inputs(COLUMNS, [{"owner": True, "grade": "Z", "region": "north"}])[0]
    assert math.isnan(row[0])
    assert row[1] == 1.0
    assert math.isnan(row[2])
    assert row[3] == 2.0
    assert np.isnan(encode_inputs(COLUMNS, [{}])).all()


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ({"incme": 1}, "inputs.incme", "declares no such column"),
        ({"income": "12"}, "inputs.income", "not a number"),
        ({"income": True}, "inputs.income", "not a number"),
        ({"income": math.inf}, "inputs.income", "finite"),
        ({"income": math.nan}, "inputs.income", "finite"),
        ({"income": 1e39}, "inputs.income", "within float32"),
        ({"income": 10**400}, "inputs.income", "within float32"),
        ({"owner": "yes"}, "inputs.owner", "not a boolean"),
        ({"owner": 2}, "inputs.owner", "not a boolean"),
        ({"grade": 1}, "inputs.grade", "not text"),
    ],
)
def test_what_does_not_fit_is_named(
    row: dict[str, str | float | bool | None], field: str, reason: str
) -> None:
    """Each wrong column is refused with its path, the reason and what to send instead; text is never read as a number."""
    with pytest.raises(InputsRefused) as caught:
        encode_inputs(COLUMNS, [row])
    (error,) = caught.value.fields
    assert error.field == field
    assert reason in error.reason
    assert error.fix


def test_errors_of_many_rows_are_located_and_bounded() -> None:
    """Rows are named by their index, and no more than twenty errors are listed."""
    with pytest.raises(InputsRefused) as caught:
        encode_inputs(COLUMNS, [{"income": 1.0}, {"income": "x", "owner": "x"}], "rows")
    assert [error.field for error in caught.value.fields] == ["rows[1].income", "rows[1].owner"]
    with pytest.raises(InputsRefused) as many:
        encode_inputs(COLUMNS, [{f"c{n}": 1} for n in range(500)])
    assert len(many.value.fields) == 20


@given(
    st.lists(
        st.floats(width=64)
        | st.integers()
        | st.booleans()
        | st.none()
        | st.sampled_from(["1", FLOAT32_MAX, -FLOAT32_MAX]),
        min_size=3,
        max_size=3,
    )
)
def test_a_row_of_plain_numbers_is_read_as_any_other(values: list[str | int | float | bool | None]) -> None:
    columns = [Column(name=name, kind="number") for name in "abc"]
    row = dict(zip("abc", values, strict=True))
    assert _read(lambda: InputEncoder(columns).encode(row)) == _read(lambda: encode_inputs(columns, [row])[0])


def _read(how: Callable[[], NDArray[np.float32]]) -> bytes | tuple[FieldError, ...]:
    """The bits that were read, or what was refused."""
    try:
        return how().tobytes()
    except InputsRefused as refused:
        return tuple(refused.fields)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("seen at", "seen at"),
        ("Einkommen (€)", "Einkommen (€)"),
        ("a\nb\u202e\x1b[31m", "a\\nb\\u202e\\x1b[31m"),
        ("x" * 100, f"{'x' * 64}…"),
        ("asha@example.com", "…"),
        ("card 4111 1111 1111 1111", "card …"),
    ],
)
def test_a_column_that_nobody_declared_is_told_by_its_name(name: str, told: str) -> None:
    """Tables have any names: the caller sees which one, bounded, and nothing that could be somebody's or move a terminal."""
    with pytest.raises(InputsRefused) as caught:
        encode_inputs(COLUMNS, [{name: 1}])
    assert caught.value.fields[0].field == f"inputs.{told}"
