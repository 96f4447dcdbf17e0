"""A table becomes a matrix by rules that are written down, and what cannot is named."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from inference.manifest import Column
from training.datasets import describe, encode_frame, find_target
from training.errors import DatasetRefused
from training.frames import as_dates, read_table
from training.job import TrainingJob
from training.readying import Ready, ready

ROWS = 300


def table(**columns: object) -> pl.DataFrame:
    rng = np.random.default_rng(1)
    return pl.DataFrame({"x": rng.normal(size=ROWS), "y": (rng.random(ROWS) < 0.3).astype(int), **columns})


def read(tmp_path: Path, frame: pl.DataFrame, name: str = "t.parquet", **options: object) -> Ready:
    path = tmp_path / name
    (frame.write_parquet if name.endswith("parquet") else frame.write_csv)(path)
    return ready(TrainingJob("credit-score", path, "y", **options))  # type: ignore[arg-type]


def test_types_become_columns(tmp_path: Path) -> None:
    """Numbers, booleans and text become features; categories take codes in natural order, whatever their frequency."""
    grades = ["b10", "b2", "a", "b2", "b2"] * 60
    frame = table(
        flag=[True, False, None] * 100, grade=grades, ratio=pl.Series([0.5, None] * 150, dtype=pl.Float32)
    )
    found = read(tmp_path, frame)
    kinds = {column.name: column.kind for column in found.plan.columns}
    assert kinds == {"x": "number", "flag": "boolean", "grade": "category", "ratio": "number"}
    grade = next(column for column in found.plan.columns if column.name == "grade")
    assert grade.codes == {"a": 0, "b2": 1, "b10": 2}
    assert grade.other is None
    np.testing.assert_array_equal(found.matrix[:5, 2], [2, 1, 0, 1, 1])
    assert np.isnan(found.matrix[2, 1])
    assert np.isnan(found.matrix[1, 3])


def test_csv_and_parquet_give_the_same_matrix(tmp_path: Path) -> None:
    """The file's format does not change a float."""
    frame = table(n=[n // 2 for n in range(ROWS)], city=["x", "y", "z"] * 100)
    assert read(tmp_path, frame).matrix.tobytes() == read(tmp_path, frame, "t.csv").matrix.tobytes()


def test_rare_categories_share_a_code(tmp_path: Path) -> None:
    """Values seen fewer than five times become `other`, and so will values never seen."""
    cities = ["north"] * 200 + ["south"] * 96 + ["a", "b", "c", "d"]
    found = read(tmp_path, table(city=cities))
    column = found.plan.columns[-1]
    assert column.codes == {"north": 0, "south": 1}
    assert column.other == 2
    assert found.matrix[-1, -1] == 2


def test_what_says_nothing_is_left_out_with_a_note(tmp_path: Path) -> None:
    """Constants, empty columns and ids of both kinds are left out, each with its reason."""
    frame = table(
        one=[1] * ROWS, empty=pl.Series([None] * ROWS, dtype=pl.Int64),
        key=[f"k{n}" for n in range(ROWS)], number=list(range(1_000, 1_000 + ROWS)),
    )  # fmt: skip
    found = read(tmp_path, frame)
    assert [column.name for column in found.plan.columns] == ["x"]
    assert len(found.notes) == 4
    assert "`key` was left out: nearly every row has its own value" in found.notes[2]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"y": ["left", "stayed"] * 150}, "not 0 and 1"),
        ({"y": [1] * 5 + [0] * 295}, "5 rows of one class"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, columns: dict[str, object], message: str) -> None:
    """Broken targets are refused with what they hold and the fix."""
    with pytest.raises(DatasetRefused) as caught:
        read(tmp_path, table(**columns))
    assert message in caught.value.message
    assert caught.value.how_to_fix


def test_columns_that_are_not_there_are_named(tmp_path: Path) -> None:
    """A misspelt target or exclusion lists the columns that exist; a file of another kind is refused by name."""
    with pytest.raises(DatasetRefused, match="no column `z`; there are: x, y"):
        read(tmp_path, table(), exclude=("z",))
    (tmp_path / "t.xlsx").write_bytes(b"")
    with pytest.raises(DatasetRefused, match="neither CSV nor Parquet"):
        read_table(tmp_path / "t.xlsx")
    (tmp_path / "bad.parquet").write_bytes(b"not parquet")
    with pytest.raises(DatasetRefused, match="cannot be read"):
        read_table(tmp_path / "bad.parquet")


def test_a_positive_value_can_be_named(tmp_path: Path) -> None:
    """Targets in words are read by the value that means yes."""
    found = read(tmp_path, table(y=["left", "stayed", "stayed"] * 100), positive="left")
    assert found.value.sum() == 100


def test_time_orders_and_gives_its_parts(tmp_path: Path) -> None:
    """The time column gives the order of rows, and the hour; never itself."""
    stamps = pl.datetime_range(pl.datetime(2026, 1, 1), pl.datetime(2026, 1, 1, 4, 59), "1m", eager=True)
    found = read(tmp_path, table(at=stamps.reverse()), time="at", history=False)
    assert [column.name for column in found.plan.columns] == ["x", "at: hour"]
    assert found.order is not None
    assert found.order[0] == ROWS - 1


def test_lists_and_infinities_do_not_stop_a_training(tmp_path: Path) -> None:
    """A list is left out with a note, an infinite number is missing with a note."""
    found = read(tmp_path, table(tags=[["a"]] * ROWS, z=[float("inf"), 1e39] + [1.0, 2.0] * 149))
    assert any("`tags` was left out" in note for note in found.notes)
    assert np.isnan(found.matrix[:2, 1]).all()
    assert any("`z`: 2 of 300" in note for note in found.prepared.notes)


@pytest.mark.parametrize(
    "texts",
    [
        ["2026-03-01", "2026-03-15"],
        ["01/03/2026", "15/03/2026"],
        ["03/01/2026", "03/15/2026"],
        ["01.03.2026", "15.03.2026"],
        ["2026-03-01T00:00:00Z", "2026-03-15T00:00:00Z"],
        ["2026-03-01T05:30:00+05:30", "2026-03-15T05:30:00+05:30"],
        ["1 Mar 2026", "15 Mar 2026"],
    ],
)
def test_dates_are_read_in_the_forms_that_people_write(texts: list[str]) -> None:
    """Each form gives the same two moments; a text of other things gives none."""
    found = as_dates(pl.Series(texts))
    assert found is not None
    assert [str(each.date()) for each in found.to_list()] == ["2026-03-01", "2026-03-15"]
    assert as_dates(pl.Series(["north", "south 12"])) is None


def test_padded_and_blank_numbers_of_a_csv_are_numbers(tmp_path: Path) -> None:
    """` 12 ` is 12 and a blank is missing, as exports of old systems write them."""
    path = tmp_path / "t.csv"
    path.write_text("amount,y\n" + "".join(f" {n}.5 ,{n % 3 == 0:d}\n" for n in range(ROWS)) + "  ,0\n")
    found = ready(TrainingJob("credit-score", path, "y"))
    assert found.plan.columns[0].kind == "number"
    assert found.matrix[12, 0] == 12.5
    assert np.isnan(found.matrix[ROWS, 0])


def test_a_word_among_numbers_is_named(tmp_path: Path) -> None:
    """One typing error does not quietly turn a quantity into a category."""
    amounts = [str(n * 1.5) for n in range(ROWS)]
    amounts[41] = "1 200"
    with pytest.raises(DatasetRefused, match="Column `amount` holds numbers, but row 42 holds '1 200'"):
        read(tmp_path, table(amount=amounts), "t.csv")


def test_a_wrong_value_in_a_file_to_score_is_named() -> None:
    """The column, the row and the value; a column without any value is simply missing."""
    number, flag = Column(name="n", kind="number"), Column(name="b", kind="boolean")
    with pytest.raises(DatasetRefused, match="Column `n`, row 2: 'x' is not a number"):
        encode_frame((number,), pl.DataFrame({"n": ["1", "x"]}))
    with pytest.raises(DatasetRefused, match="Column `b`, row 3: 2 is not a boolean"):
        encode_frame((flag,), pl.DataFrame({"b": [0, 1, 2]}))
    blank = pl.DataFrame({"n": pl.Series([None, None], dtype=pl.String)})
    assert np.isnan(encode_frame((number,), blank)).all()


def test_nothing_but_ids_is_refused() -> None:
    """A table without a usable column is refused."""
    with pytest.raises(DatasetRefused, match="0 usable columns"):
        describe(pl.DataFrame({"one": [1] * ROWS}))


def test_a_target_is_guessed_only_when_it_is_clear() -> None:
    """A usual name wins; else the only column of noughts and ones; else the caller must say."""
    ones = [0, 1, 1]
    assert find_target(pl.DataFrame({"a": ones, "bad": ones, "x": [1, 2, 3]})) == "bad"
    assert find_target(pl.DataFrame({"a": [True, False, True], "x": [1, 2, 3]})) == "a"
    for frame in (pl.DataFrame({"a": ones, "b": ones}), pl.DataFrame({"x": [1, 2, 3]})):
        with pytest.raises(DatasetRefused):
            find_target(frame)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table_is_read_by_what_separates_its_header(tmp_path: Path, separator: str) -> None:
    """Whatever stands within quotes does not separate, and a lone column stays one."""
    frame = pl.DataFrame({"a, b; c": ["x,y;z"] * 3, "n": [1, 2, 3], "w": ["p", "q", "r"]})
    frame.write_csv(tmp_path / "table.csv", separator=separator, quote_style="always")
    assert read_table(tmp_path / "table.csv").equals(frame.with_columns(pl.col("n").cast(pl.Float64)))
    pl.DataFrame({"n": [1, 2]}).write_csv(tmp_path / "one.csv", separator=separator)
    assert read_table(tmp_path / "one.csv").columns == ["n"]


def test_words_behind_a_dictionary_are_words(tmp_path: Path) -> None:
    """What other libraries keep as categories is read as the same text column."""
    words = ["gold", "silver", None, "gold"]
    plain = pl.DataFrame({"grade": words})
    for kind in (pl.Categorical(), pl.Enum(["silver", "gold"])):
        plain.with_columns(pl.col("grade").cast(kind)).write_parquet(tmp_path / "table.parquet")
        assert read_table(tmp_path / "table.parquet").equals(plain)
