"""Reading a file: cut anywhere it gives the same rows, and the fast reader reads what the exact one does."""

import csv
import io
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.batch import frames, rows
from inference.batch.entities import BatchOptions, BatchRefused
from inference.batch.layout import Layout, layout_of, read_header
from inference.batch.splitting import RecordTooLong, cut, records
from inference.manifest import Column

COLUMNS = (
    Column(name="income", kind="number"),
    Column(name="owner", kind="boolean"),
    Column(name="grade", kind="category", codes={"A": 0, "B": 1, "C": 2}),
    Column(name="region", kind="category", codes={"east": 0, "west": 1}, other=2),
)
NAMES = ("id", "income", "owner", "grade", "region", "note")


def layout(**options: object) -> Layout:
    return layout_of(NAMES, COLUMNS, BatchOptions(id_column="id", **options))  # type: ignore[arg-type]


number = st.one_of(
    st.floats(-1e6, 1e6).map(repr),
    st.integers(-10, 10).map(str),
    st.sampled_from(["", "NA", "nan", " 5", "5 ", "1e3", ".5", "5.", "+1", "-0", "null", "1e39", "3.4e38"]),
)
wrong = st.sampled_from(
    ["x", "1_0", "inf", "Infinity", "1e400", "٣", "0x10", "1,5", '5"', "1e", "--1", "\t", "é" * 1_001]
)
flag = st.sampled_from(["true", "False", "0", "1", "", "TRUE", "NA", "1.0", "yes", " true", "2"])
grade = st.sampled_from(["A", "B", "C", "D", "", "NA", " A ", "a", "A\nB", 'A"B', "x" * 1_001])
note = st.sampled_from(["", "plain", "a,b", 'say "no"', "two\nlines", "é", "\r\n", ";", "NULL"])
own_id = st.sampled_from(["c1", "c2", "0007", "", " ", "=1+1", "NA", "a,b", "é"])
one_row = st.tuples(own_id, st.one_of(number, number, number, wrong), flag, grade, grade, note)


def written(table: list[tuple[str, ...]], *, quoting: int, end: str) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=quoting, lineterminator=end).writerows(table)  # type: ignore[arg-type]
    return buffer.getvalue().encode()


def assert_same(one: rows.Rows, other: rows.Rows) -> None:
    assert np.array_equal(one.matrix.view(np.uint32), other.matrix.view(np.uint32))
    assert one.lines.tolist() == other.lines.tolist()
    assert one.ids == other.ids
    assert one.refused == other.refused
    assert repr(one.inputs) == repr(other.inputs)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(one_row, min_size=1, max_size=12),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_both_readers_read_the_same(
    table: list[tuple[str, ...]], quoting: int, end: str, needed: bool
) -> None:
    """Whatever is in a file, the fast reader gives the matrix, ids, lines and refusals of the exact one, bit for bit."""
    data = written(table, quoting=quoting, end=end)
    at = layout(required=("income",) if needed else ())
    assert_same(
        frames.read_csv(data, 2, at, ("income", "owner", "region")),
        rows.read_rows(data, 2, at, ("income", "owner", "region")),
    )


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=120).map(
        lambda raw: raw.translate(bytes(b'c,1,\n"A\r \xe9'[i % 10] for i in range(256)))
    )
)
def test_both_readers_survive_anything(data: bytes) -> None:
    """Bytes that nobody meant as CSV are refused by the same rows with the same reasons."""
    assert_same(frames.read_csv(data, 2, layout(), ()), rows.read_rows(data, 2, layout(), ()))


def test_one_column_may_stand_for_several() -> None:
    """Two columns of the version, or one and the id, may be the same column of the file."""
    twice = (*COLUMNS, Column(name="wage", kind="number"))
    for id_column in ("id", "income"):
        at = layout_of(NAMES, twice, BatchOptions(id_column=id_column, columns={"wage": "income"}))
        data = b"c1,1.5,true,A,east,x\nc2,2,0,,south,y\n"
        found = frames.read_csv(data, 2, at, ("wage",))
        assert found.matrix[:, 4].tolist() == [1.5, 2.0]
        assert_same(found, rows.read_rows(data, 2, at, ("wage",)))


def test_the_fast_reader_is_used() -> None:
    """Ordinary rows, plain or quoted, with or without a last line end, do not take the slow way."""
    plain = b"c1,1.5,true,A,east,x\nc2,,0,,south,y\n"
    for data in (plain, plain[:-1], plain.replace(b"\n", b"\r\n"), b'"c1","1.5","true","A","east","a,b"\n'):
        assert frames._quick(data, 2, layout(), ()) is not None
        assert_same(frames.read_csv(data, 2, layout(), ()), rows.read_rows(data, 2, layout(), ()))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(one_row, min_size=1, max_size=12),
    st.randoms(use_true_random=False),
    st.sampled_from(["\n", "\r\n"]),
)
def test_cut_anywhere_the_rows_are_the_same(
    table: list[tuple[str, ...]], dice: random.Random, end: str
) -> None:
    """Pieces made of a stream in parts of any size hold the records of the whole, in order."""
    data = written(table, quoting=csv.QUOTE_MINIMAL, end=end)
    whole = list(records(data, b","))
    assert b"".join(whole) == data
    pieces, buffer, at = [], b"", 0
    while at < len(data) or buffer:
        step = dice.randint(1, 30)
        buffer, at = buffer + data[at : at + step], at + step
        size = cut(buffer, b",", at_end=at >= len(data))
        pieces += list(records(buffer[:size], b","))
        buffer = buffer[size:]
    assert pieces == whole


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    """The record with the open quote is refused, and the rows behind it are read."""
    data = b'c1,1,0,A,east,x\nc2,"2,0,A,east,x\n' + b"c3,3,0,A,east,x\n" * 40
    pieces, rest = [], data
    while rest:
        size = cut(rest, b",", at_end=True, row_bytes_max=200)
        pieces.append(rest[:size])
        rest = rest[size:]
    found = [rows.read_rows(piece, 1, layout()) for piece in pieces]
    assert sum(len(one.lines) for one in found) == 41
    assert [len(one.refused) for one in found if one.refused] == [1]


def test_a_line_beyond_the_limit_is_told() -> None:
    """A record that is longer than the limit and whose end is not in sight is told, never cut in the middle."""
    with pytest.raises(RecordTooLong):
        cut(b"x" * 300, b",", at_end=False, row_bytes_max=200)
    with pytest.raises(RecordTooLong):
        cut(b'"' + b"x" * 300, b",", at_end=False, row_bytes_max=200)
    assert cut(b"a\n" + b"x" * 300, b",", at_end=False, row_bytes_max=200) == 2


def test_headers() -> None:
    """A byte order mark and quotes are read; a column that is missing, named twice or unknown is named."""
    assert read_header(b'\xef\xbb\xbf"id", income ,"a,b"\r\n', b",") == ("id", "income", "a,b")
    with pytest.raises(BatchRefused, match="not UTF-8"):
        read_header(b"\xff,a\n", b",")
    with pytest.raises(BatchRefused, match="`grade`, `region`, `income`"):
        layout_of(("income", "income", "owner"), COLUMNS, BatchOptions())
    with pytest.raises(BatchRefused, match=r"`columns\.wages`, `required\.x`"):
        layout_of(
            ("income", "owner", "grade", "region"),
            COLUMNS,
            BatchOptions(columns={"wages": "w"}, required=("x",)),
        )
    mapped = layout_of(
        ("Income (INR)", "owner", "grade", "region"),
        COLUMNS,
        BatchOptions(columns={"income": "Income (INR)"}),
    )
    assert mapped.positions == (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (b"c1,x,0,A,east,", "income", "not a number"),
        (b"c1,1,maybe,A,east,", "owner", "not a boolean"),
        (b"c1,1,0,A,east", "", "5 fields; the header has 6"),
        (b"c1,1,0,A,east,n,m", "", "7 fields; the header has 6"),
        (b",1,0,A,east,", "id", "missing"),
        (b"c1,,0,A,east,", "income", "missing"),
        (b"c1,1e39,0,A,east,", "income", "float32"),
        (b"c\xff,1,0,A,east,", "", "UTF-8"),
        (b'c1,1,0,A,east,"open', "", "quotes"),
        (b"c1,1,0," + b"A" * 1_001 + b",east,", "grade", "longer than 1,000"),
    ],
)
def test_bad_rows_are_named(row: bytes, column: str, reason: str) -> None:
    """Line, column and reason of each refused row; its neighbours are read."""
    good = b"c0,1,0,A,east,\n"
    found = frames.read_csv(good + row + b"\n", 7, layout(required=("income",)))
    (refused,) = found.refused
    assert (refused.line, refused.column) == (8, column)
    assert reason in refused.reason
    assert found.lines.tolist() == [7]
