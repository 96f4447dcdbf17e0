"""Parquet as others write it, and as nobody should: types, large row groups, and files that unpack to far more than they tell."""

import datetime as dt
import decimal
import io

import polars as pl
import pytest

from inference.batch import chunks, parquet_rows, thrift
from inference.batch.entities import Batch, BatchOptions, BatchRefused
from inference.batch.parquet import Footer, RowGroup, footer_length, tail_of
from tests.inference.batch.conftest import Desk, a_file

OPTIONS = BatchOptions(work="scores", id_column="id", format="parquet")
_ROW_GROUPS, _NUM_ROWS, _GROUP_ROWS, _TOTAL_BYTES = 4, 3, 3, 2


def frame(rows: int = 3, /, **changed: object) -> pl.DataFrame:
    """Rows of the small version."""
    columns: dict[str, object] = {
        "id": [f"r{at}" for at in range(rows)],
        "income": [float(at % 5) for at in range(rows)],
        "owner": [True] * rows,
        "grade": ["A"] * rows,
        "region": ["east"] * rows,
        "debt ratio (%)": [0.5] * rows,
    }
    return pl.DataFrame(columns | changed)


def file_of(table: pl.DataFrame, group_rows: int | None = None) -> bytes:
    buffer = io.BytesIO()
    table.write_parquet(buffer, row_group_size=group_rows)
    return buffer.getvalue()


async def failure_of(desk: Desk, data: bytes) -> str:
    batch = await desk.done(data, OPTIONS)
    assert batch.state == "failed"
    assert batch.failure is not None
    assert batch.failure.code == "batch_refused"
    return batch.failure.message


async def same_scores(desk: Desk, one: Batch, other: Batch) -> None:
    assert (one.failure, other.failure) == (None, None)
    first, second = await desk.results(one), await desk.results(other)
    assert first["probability"].to_list() == second["probability"].to_list()


async def test_types_of_other_writers_are_read(desk: Desk) -> None:
    """Dictionaries, decimals, whole numbers stored as floats and columns of nobody's concern give what plain values give."""
    plain = await desk.done(file_of(frame(region=["east", "west", None])), OPTIONS)
    odd = frame(
        region=pl.Series(["east", "west", None], dtype=pl.Categorical),
        grade=pl.Series(["A", "A", "A"], dtype=pl.Enum(["A", "B"])),
        income=[decimal.Decimal("0.00"), decimal.Decimal("1.00"), decimal.Decimal("2.00")],
        owner=[1.0, 1.0, 1.0],
        nested=[[1], [2, 3], None],
        seen=[dt.datetime(2026, 1, 1, tzinfo=dt.UTC)] * 3,
    )
    await same_scores(desk, plain, await desk.done(file_of(odd), OPTIONS))
    named = await desk.done(file_of(frame(id=[1.0, 2.0, 2.5])), OPTIONS)
    assert (await desk.results(named))["id"].to_list() == ["1", "2", "2.5"]


def test_whole_numbers_are_codes_however_they_are_stored() -> None:
    """A column of codes that has gaps is of floats in many files; 3.0 is the code `3`, as it is in training."""
    series = pl.Series([3.0, -1.0, 2.5, None, float("nan"), 0.1])
    assert parquet_rows._texts(series).to_list() == ["3", "-1", "2.5", None, None, "0.1"]


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("income", [[1.0]] * 3, "`income` holds List"),
        ("region", [{"a": 1}] * 3, "`region` holds Struct"),
        ("region", [dt.datetime(2026, 1, 1)] * 3, "`region` holds Datetime"),  # noqa: DTZ001
        ("id", [[1]] * 3, "`id` holds List"),
        ("id", [b"\xff"] * 3, "`id` holds Binary"),
    ],
)
async def test_what_is_no_value_is_named(desk: Desk, column: str, values: list[object], message: str) -> None:
    assert message in await failure_of(desk, file_of(frame(**{column: values})))


async def test_a_large_row_group_is_worked_off_in_parts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some rows at a time, none lost or doubled, with the numbers of the file and the ids of the whole."""
    monkeypatch.setitem(chunks.CHUNK_ROWS, "scores", 40)
    table = pl.read_csv(a_file(330), schema_overrides={"id": pl.String})
    table = table.with_columns(id=pl.when(table["id"] == "c300").then(pl.lit("c7")).otherwise(table["id"]))
    batch = await desk.done(file_of(table, 150), OPTIONS)
    assert [row[:2] for row in await desk.refused(batch)] == [["301", "id"]]
    found = await desk.results(batch)
    assert found["line"].to_list() == [line for line in range(1, 331) if line != 301]
    assert found["id"].to_list() == table["id"].to_list()[:300] + table["id"].to_list()[301:]
    assert batch.progress.bytes_done == batch.progress.bytes_total
    plain = await desk.done(table.write_csv().encode(), BatchOptions(work="scores", id_column="id"))
    await same_scores(desk, batch, plain)


async def test_a_file_that_unpacks_to_gigabytes_is_refused(desk: Desk) -> None:
    """A few kilobytes that stand for 42 million values: refused by what the file tells, or by its pages where it lies."""
    rows = 7_000_000
    one = frame(1).drop("id")
    bomb = file_of(one.select(pl.all().repeat_by(rows).explode()), rows)
    assert len(bomb) < 100_000
    options = BatchOptions(work="scores", format="parquet")
    for data in (bomb, told_smaller(bomb)):
        batch = await desk.done(data, options)
        assert batch.failure is not None
        assert "unpacks to more" in batch.failure.message


def told_smaller(file: bytes) -> bytes:
    """The file with metadata that tells of three rows and a hundred bytes."""
    length = footer_length(file[-8:])
    fields = thrift.read(file[-8 - length : -8])
    fields.put(_NUM_ROWS, 3)
    for group in fields.structs(_ROW_GROUPS):
        group.put(_GROUP_ROWS, 3)
        group.put(_TOTAL_BYTES, 100)
    return file[: -8 - length] + tail_of(fields)


async def test_a_text_that_stands_for_many_is_counted_often(desk: Desk) -> None:
    """A megabyte in a page's dictionary is the text of every row, and is not made of each of them."""
    rows = 200
    data = file_of(frame(rows, region=["x" * 1_000_000] * rows))
    assert "texts of 200 rows" in (await failure_of(desk, data)).lower()


def test_metadata_cannot_exhaust_who_reads_it() -> None:
    """Lists in lists, more values than any file has, and a row count that is missing are refused as what they are."""
    for data in (b"\x19" * 5_000, b"\x49\xfc" + b"\xff\xff\x7f" + b"\x00" * 3_200_000):
        with pytest.raises(BatchRefused, match="not Parquet"):
            Footer(data)
    file = file_of(frame())
    length = footer_length(file[-8:])
    fields = thrift.read(file[-8 - length : -8])
    fields.drop(_NUM_ROWS)
    with pytest.raises(BatchRefused, match="not Parquet"):
        Footer(thrift.write(fields))


def test_pages_that_tell_nonsense_are_refused() -> None:
    """Headers that lead backwards, nowhere or beyond the pages end the reading with a reason."""
    file = file_of(frame())
    length = footer_length(file[-8:])
    footer = Footer(file[-8 - length : -8])
    group = footer.row_groups[0]
    pages = file[group.start : group.end]
    names = ["id", "income"]
    assert footer.single(group, pages, names).startswith(b"PAR1")
    for broken in (b"", bytes(len(pages)), b"\x15\x00\x15\x01\x15\x01" * 50, pages[:30]):
        with pytest.raises(BatchRefused, match="cannot be read"):
            footer.single(group, broken, names)
    far = RowGroup(group.index, group.start, group.end, 0, 30_000_000)
    with pytest.raises(BatchRefused, match="unpacks"):
        footer.single(far, pages, names)


@pytest.mark.parametrize("cut", [20, 300, 1_000])
async def test_a_file_that_was_cut_is_refused(desk: Desk, cut: int) -> None:
    data = file_of(frame(200))
    assert await failure_of(desk, data[:-cut])
    assert await failure_of(desk, data[: 500 - cut // 4] + data[500:])
