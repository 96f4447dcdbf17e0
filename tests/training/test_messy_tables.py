"""Tables as people keep them: numbers and dates in their own forms, other encodings, rows that are none; read alike everywhere."""

import gzip
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from inference import artefacts
from inference.batch import frames, rows
from inference.batch.entities import BatchOptions
from inference.batch.layout import layout_of
from inference.dated import DatedEncoder, MadeOfDates, with_dates, with_made
from inference.inputs import InputValue, plain_inputs
from inference.number_forms import NumberForm, form_of, number_of, outline
from training.csv_files import CsvForm, read_csv
from training.errors import DatasetRefused
from training.job import TrainingJob
from training.package import write_folder
from training.readying import Ready, ready
from training.scoring import score_folder
from training.train import train_any
from training.written import numbers_of, read_written, written_as

ROWS = 120
HEADER = "Einkommen (€); Anteil ;seen at;Ort;ja"
LINES = [
    f"{1 + at % 9}.{at * 7 % 1_000:03d},{at % 100:02d};{at % 90},5 %;{1 + at % 28:02d}/{1 + at % 3:02d}/2026;"
    f"{'Köln' if at % 2 else 'Graz'};{at * 13 % 7 < 3:d}"
    for at in range(ROWS)
]


def messy(folder: Path, encoding: str = "utf-8-sig") -> Path:
    path = folder / "table.csv"
    path.write_bytes("\r\n".join([HEADER, *LINES, ""]).encode(encoding))
    return path


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Ready:
    return ready(TrainingJob("credit-score", messy(tmp_path_factory.mktemp("messy")), "ja"))


def test_a_row_is_the_same_floats_in_training_requests_and_batches(table: Ready) -> None:
    """Texts of a request and cells of a batch become, bit for bit, what training made of the file."""
    columns = table.plan.columns
    sent = with_dates(columns)
    assert {column.name: column.kind for column in sent} == {
        "Einkommen (€)": "number", "Anteil": "number", "Ort": "category", "seen at": "date",
    }  # fmt: skip
    names = ("Einkommen (€)", "Anteil", "seen at", "Ort", "ja")
    cells = [dict(zip(names, line.split(";"), strict=True)) for line in LINES]
    reader = DatedEncoder(columns)
    online = np.array([reader.encode({name: row[name] for name in names[:-1]}) for row in cells])
    written = [column for column in sent if column.numbers is not None]
    read = [plain_inputs(written, {name: row[name] for name in names[:-1]}) for row in cells]
    assert isinstance(read[0]["Einkommen (€)"], float)
    assert np.array_equal(online, np.array([reader.encode(row) for row in read]), equal_nan=True)
    layout = layout_of(names, sent, BatchOptions(separator="semicolon"))
    body = table.job.data.read_bytes().partition(b"\n")[2]
    made = MadeOfDates(columns)
    for reading in (frames.read_csv, rows.read_rows):
        found = reading(body, 2, layout, tuple(made.forms))
        assert not found.refused
        batch = np.full_like(online, np.nan)
        batch[:, [at for at, column in enumerate(columns) if column.date is None]] = found.matrix[:, :3]
        dates = found.inputs["seen at"]
        batch[:, made.places] = np.array([made.of({"seen at": each}) for each in dates])
        assert np.array_equal(batch, table.matrix, equal_nan=True)
    assert np.array_equal(online, table.matrix, equal_nan=True)
    assert np.isfinite(online).all()


def test_what_was_made_of_dates_is_known_when_it_is_measured_and_learned_again(table: Ready) -> None:
    """Drift and retraining look at decisions' inputs: the hour and the weekday are made of the date that was sent."""
    columns = table.plan.columns
    row: dict[str, InputValue] = {
        "Einkommen (€)": 1_000.0,
        "Anteil": 0.0,
        "seen at": "01/01/2026",
        "Ort": "Graz",
    }
    found = with_made(columns, row)
    made = [column.name for column in columns if column.date is not None]
    expected = DatedEncoder(columns).encode(row)
    assert made
    for at, column in enumerate(columns):
        if column.date is not None:
            assert found[column.name] == expected[at]
    assert with_made([column for column in columns if column.date is None], row) is row


def test_the_output_says_how_numbers_were_read(table: Ready) -> None:
    """One line for each column that is not bare digits; nothing is dropped as an id."""
    said = [note for note in table.notes if "written as" in note]
    assert said == [
        "`Einkommen (€)` is written as 9.999,99 and was read so.",
        "`Anteil` is written as 9999,99 % and was read so.",
    ]


@pytest.mark.parametrize(
    ("texts", "shape", "values"),
    [
        (["1,23,456.50", "₹ 12.00"], "9,999.99", [123456.5, 12.0]),
        (["34.422,71", "1.000,00"], "9.999,99", [34422.71, 1000.0]),
        (["-65.5%", "12%"], "9999.99", [-65.5, 12.0]),
        (["(1,234.00)", "5.25", "7.00-", "-"], "9,999.99", [-1234.0, 5.25, -7.0, np.nan]),
        (["CHF 1’234.50", "CHF 7"], "9'999.99", [1234.5, 7.0]),
        (["1\u202f234,5", "12"], "9 999,99", [1234.5, 12.0]),
        (["0,123", "1,234"], "9999,99", [0.123, 1.234]),
        (["1,234", "12,345,678"], "9,999.99", [1234.0, 12345678.0]),
    ],
)
def test_forms_are_found_of_a_whole_column(texts: list[str], shape: str, values: list[float]) -> None:
    form = form_of(map(outline, texts))
    assert isinstance(form, NumberForm)
    assert form.shape == shape
    np.testing.assert_array_equal([number_of(form, text) for text in texts], values)


@pytest.mark.parametrize(
    "texts", [["10.0.0.1", "192.168.0.1"], ["1,234", "999"], ["5 €", "$ 3"], ["12 %", "3"]]
)
def test_what_nobody_can_tell_is_not_guessed(texts: list[str]) -> None:
    assert not isinstance(form_of(map(outline, texts)), NumberForm)


def csv_of(folder: Path, text: str, name: str = "t.csv") -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_a_doubtful_column_is_named_with_its_fix(tmp_path: Path) -> None:
    """`1,234` is two numbers; the table's other columns or the caller say which, else the column is left out by name."""
    lines = [f'"{at},{at:03d}",x{at % 3}' for at in range(101, 160)]
    path = csv_of(tmp_path, "\n".join(["sum,kind", *lines]))
    left_out = read_written(path)
    assert "sum" not in left_out.frame.columns
    assert "`sum` was left out" in left_out.notes[0]
    assert "as in 999,999" in left_out.notes[0]
    assert "--decimal comma" in left_out.notes[0]
    for decimal, value in (("point", 101101.0), ("comma", 101.101)):
        assert read_written(path, decimal=decimal).frame["sum"][0] == value
    beside = csv_of(tmp_path, "\n".join(["sum,kind,rate", *(f"{line},0.25" for line in lines)]), "beside.csv")
    assert read_written(beside).frame["sum"][0] == 101101.0
    with pytest.raises(DatasetRefused, match="`sum` cannot be read"):
        read_written(path, needed={"sum"})


def test_thousands_that_look_like_decimals_follow_their_table(tmp_path: Path) -> None:
    """`5.000` beside `1.234,50` is five thousand, though a cell alone would read as five."""
    path = csv_of(tmp_path, "\n".join(["a;b", *(f"{at}.234,50;{at}.000" for at in range(1, 40)), "1,00;500"]))
    read = read_written(path).frame
    assert read["b"].to_list()[:2] == [1000.0, 2000.0]
    assert read["b"].to_list()[-1] == 500.0


def test_later_columns_are_read_in_the_versions_form(tmp_path: Path) -> None:
    """A version keeps how its numbers are written; another unambiguous way is read and said, what nobody can tell is refused."""
    form = NumberForm(shape="9.999,99")
    frame = pl.DataFrame({"a": ["1.234,50", "7", "n/a"]})
    assert written_as(frame, {"a": form})[0]["a"].to_list() == [1234.5, 7.0, None]
    other, notes = written_as(pl.DataFrame({"a": ["1,234.50", "2,000.25"]}), {"a": form})
    assert other["a"].to_list() == [1234.5, 2000.25]
    assert "9,999.99 here" in notes[0]
    with pytest.raises(DatasetRefused, match=r"written as 9\.999,99, but holds much"):
        written_as(pl.DataFrame({"a": ["much", "more"]}), {"a": form})
    european, said = numbers_of(pl.Series("a", ["34.422,71", "1.000,00"]))
    assert european.to_list() == [34422.71, 1000.0]
    assert "9.999,99" in said


def test_missing_values_have_many_names(tmp_path: Path) -> None:
    """Where numbers stand, what says that there is none is missing; in a column of words it stays a word."""
    path = csv_of(tmp_path, "a,b\n1.5,north\n-,-\nn/a,south\nNULL,\n ,x\nN.A.,y\n")
    read = read_written(path).frame
    assert read["a"].to_list() == [1.5, None, None, None, None, None]
    assert read["b"].to_list()[:3] == ["north", "-", "south"]


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        ("a;b\n1;x\n2;é\n".encode("latin-1"), r"line 3, column `b`: the byte 0xE9 is not UTF-8"),
        (b"a,b,c\n1,2,3\n1,2\n", r"line 3: The row has 2 fields; the header has 3"),
        (b'a,b,c\n1,"2\n2",3\n1,2,3,\n', r"line 4: The row has 4 fields; the header has 3"),
        (b"a, a ,b\n1,2,3\n", r"line 1: the header names `a` more than once"),
        (b",a\n0,1\n", r"column 1 has no name, but holds values"),
        (b'a,b\n1,"open\n2,3\n', r"line 2: The quotes of the row are not closed"),
    ],
)
def test_what_is_wrong_with_a_file_is_named_by_its_line(tmp_path: Path, octets: bytes, message: str) -> None:
    (tmp_path / "t.csv").write_bytes(octets)
    with pytest.raises(DatasetRefused, match=message) as caught:
        read_csv(tmp_path / "t.csv")
    assert "named columns" not in caught.value.how_to_fix


def test_files_of_other_encodings_are_the_same_table(tmp_path: Path) -> None:
    """Latin-1 is Windows' (so € is €), UTF-16 shows itself, a byte order mark is no letter, and a gzip is unpacked."""
    plain = read_csv(messy(tmp_path, "utf-8"))
    for encoding, form in (("utf-8-sig", CsvForm()), ("utf-16", CsvForm()), ("cp1252", CsvForm("latin-1"))):
        assert read_csv(messy(tmp_path, encoding), form).equals(plain)
    packed = tmp_path / "t.csv.gz"
    packed.write_bytes(gzip.compress(messy(tmp_path, "cp1252").read_bytes()))
    assert read_csv(packed, CsvForm("cp1252", "semicolon")).equals(plain)
    with pytest.raises(DatasetRefused, match="no encoding"):
        read_csv(packed, CsvForm("klingon"))


def test_rows_are_rows_whatever_stands_between_them(tmp_path: Path) -> None:
    """Empty lines are no rows, names lose the spaces around them, an empty last column is none, quotes may stand in a field."""
    path = csv_of(tmp_path, ' a ,b,\n1,x,\n\n2,5" pipe,\n\n')
    read = read_csv(path)
    assert read.columns == ["a", "b"]
    assert read.rows() == [(1, "x"), (2, '5" pipe')]


def test_classes_keep_how_their_numbers_are_written(tmp_path: Path) -> None:
    """A version that tells classes reads amounts of a request and of a file as its training table wrote them."""
    words = {
        "cards": "card payment declined",
        "loans": "loan interest too high",
        "fees": "hidden fee was charged",
    }
    lines = [
        f"{words[kind]} number {at};{at % 9 + 1}.{at * 7 % 1_000:03d},50;{kind}"
        for at in range(80)
        for kind in words
    ]
    path = csv_of(tmp_path, "\n".join(["story;sum;kind", *lines]))
    write_folder(train_any(TrainingJob("ticket-triage", path, "kind")), tmp_path / "version")
    version = artefacts.load(artefacts.read_folder(tmp_path / "version"))
    columns = {column.name: column for column in version.manifest.columns}
    assert columns["sum"].numbers == NumberForm(shape="9.999,99")
    assert score_folder(tmp_path / "version", path, tmp_path / "scored.csv") == len(lines)
    scored = pl.read_csv(tmp_path / "scored.csv")
    assert scored["sum"][0] == 1000.5
    assert np.mean(scored["prediction"].to_numpy() == scored["kind"].to_numpy()) > 0.9
