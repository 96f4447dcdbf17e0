"""What spreadsheet programs and people do to a file: understood, or refused by the cell with what to write."""

import codecs

import pytest

from rules.spreadsheets import csv_file, workbook, xlsx_file
from rules.spreadsheets.exchange import from_csv
from rules.spreadsheets.grid import SpreadsheetRefused
from rules.spreadsheets.workbook_child import report_on
from tests.rules.graphs import Json, thresholds
from tests.rules.spreadsheets.books import EVERY_KIND, edited, first_table
from tests.rules.spreadsheets.test_round_trips import version

BOOK = xlsx_file.write(workbook.written(thresholds(), "review", "transaction-anomaly"))
HEAD = "row,if probability,then outcome,then notes\r\ntitle,p,o,n\r\n"
SAME = HEAD + "row_0,>= 0.9,'decline','high'\r\nrow_1,>= 0.5,'review',\r\nrow_2,,'approve',\r\n"


def through(data: bytes) -> list[Json]:
    """The rows that a workbook says."""
    report = report_on(data)
    assert report.sheets is not None, report.refused
    rows = first_table(workbook.read(report.sheets).graph)["rules"]
    assert isinstance(rows, list)
    return rows


def of_csv(text: str | bytes) -> list[Json]:
    data = text.encode() if isinstance(text, str) else text
    rows = first_table(from_csv(data, version(thresholds()), None).graph)["rules"]
    assert isinstance(rows, list)
    return rows


def refusal(text: str) -> tuple[str, str]:
    with pytest.raises(SpreadsheetRefused) as refused:
        of_csv(text)
    field = refused.value.fields[0]
    assert field.fix
    return field.field, field.reason


UNCHANGED = of_csv(SAME)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("|<v>0.75</v>", "0.75"),
        ("|<v>5</v>", "5"),
        ('t="b"|<v>1</v>', "true"),
        ('t="inlineStr"|<is><t>&gt; 0.75 </t></is>', "> 0.75"),
        ('t="inlineStr"|<is><t>a\', \'b\'</t></is>', "'a', 'b'"),
        ('t="inlineStr"|<is><t>\u2018a\u2019</t></is>', "'a'"),
    ],
)  # fmt: skip
def test_a_typed_cell_says_what_it_means(cell: str, text: str) -> None:
    """Numbers, flags, curly quotes, and a quote that Excel took for its own mark."""
    assert through(edited(BOOK, {"B3": cell}))[0]["p"] == text


def test_a_bare_word_is_a_text_where_a_result_is_written() -> None:
    """People write decline; a name that is there stays a name."""
    rows = of_csv(SAME.replace("'decline'", "decline").replace("'high'", "use_case"))
    assert (rows[0]["o"], rows[0]["n"]) == ("'decline'", "use_case")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("|<f>1+1</f><v>2</v>", "formula"),
        ('t="e"|<v>#REF!</v>', "error"),
    ],
)  # fmt: skip
def test_a_workbooks_formula_is_refused_by_its_cell(cell: str, reason: str) -> None:
    """What a program computed is no rule that anybody read."""
    with pytest.raises(SpreadsheetRefused) as refused:
        through(edited(BOOK, {"B3": cell}))
    assert refused.value.fields[0].field == "Thresholds!B3"
    assert reason in refused.value.fields[0].reason


@pytest.mark.parametrize(
    ("was", "becomes", "where", "reason"),
    [
        (">= 0.9", "=A1", "B3", "formula"),
        (">= 0.9", '"0,9"', "B3", "a fraction or a list"),
        (">= 0.9", '"1,00,000"', "B3", "a list of numbers"),
        (">= 0.9", "90%", "B3", "no number"),
        ("if probability", "probability", "B1", "does not say"),
        ("row,if", "line,if", "A1", "does not begin"),
        ("row_2,,", "row_2,,'approve','x',stray,", "E1", "does not say"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_cell(was: str, becomes: str, where: str, reason: str) -> None:
    """Each refusal names the cell as the program does, the row, and what to write."""
    field, said = refusal(SAME.replace(was, becomes, 1))
    assert field == where
    assert reason in said


def test_a_date_is_refused_by_its_cell() -> None:
    """Excel makes a day of 1-5; the rule meant something else."""
    dated = edited(BOOK, {"B3": 's="3"|<v>45000</v>'}, day_style=True)
    with pytest.raises(SpreadsheetRefused) as refused:
        through(dated)
    assert "date or time" in refused.value.fields[0].reason


@pytest.mark.parametrize(
    "text",
    [
        SAME,
        SAME.replace("\r\n", "\n"),
        "\ufeff" + SAME,
        SAME.replace(",", ";"),
        SAME.replace(",", "\t"),
        codecs.BOM_UTF16_LE + SAME.encode("utf-16-le"),
        SAME + ",,,,,\r\n,,,\r\n\r\n",
        SAME.replace("\r\n", ",,,\r\n"),
        SAME.replace("row_0,", '"row_0",'),
        SAME.replace("row_1,", ",,,\r\nrow_1,"),
    ],
)
def test_the_same_table_in_other_clothes(text: str | bytes) -> None:
    """Byte order marks, semicolons, tabs, UTF-16, line ends, and what is empty change nothing."""
    assert of_csv(text) == UNCHANGED == first_table(thresholds())["rules"]


def test_rows_are_added_moved_copied_and_removed() -> None:
    """A row keeps its id wherever it goes; a copy or a new one gets an id of its own."""
    rows = of_csv(HEAD + "row_1,>= 0.5,'review',\r\nrow_1,>= 0.4,'review',\r\n,>= 0.3,'review',\r\nrow_2,,'approve',\r\n")  # fmt: skip
    assert [row["_id"] for row in rows[:1] + rows[3:]] == ["row_1", "row_2"]
    assert len({str(row["_id"]) for row in rows}) == 4
    assert [row.get("p") for row in rows] == [">= 0.5", ">= 0.4", ">= 0.3", None]


def test_columns_are_added_renamed_and_removed() -> None:
    """A column is known by what it tests; a new one gets an id, a new title is kept, one that is gone takes its cells."""
    text = "row,if probability,if points,then outcome\r\ntitle,Score,Points,o\r\nrow_0,>= 0.9,> 5,'decline'\r\nrow_2,,,'approve'\r\n"
    content = first_table(from_csv(text.encode(), version(thresholds()), None).graph)
    assert content["inputs"] == [
        {"id": "p", "name": "Score", "field": "probability"},
        {"id": "in_1", "name": "Points", "field": "points"},
    ]
    assert content["rules"] == [
        {"_id": "row_0", "p": ">= 0.9", "in_1": "> 5", "o": "'decline'"},
        {"_id": "row_2", "o": "'approve'"},
    ]


def test_expressions_and_conditions_are_written_in_their_sheets() -> None:
    """The other nodes are edited too; which ways a switch has is drawn in the graph."""
    book = xlsx_file.write(workbook.written(EVERY_KIND, "review", "transaction-anomaly"))
    changed = edited(book, {"C2": 't="inlineStr"|<is><t>decided_hour &lt; 5</t></is>'}, sheet=1)
    changed = edited(
        changed, {"B2": 't="inlineStr"|<is><t>transaction.amount_minor &gt; 7</t></is>'}, sheet=2
    )
    sheets = report_on(changed).sheets
    assert sheets is not None
    graph = workbook.read(sheets).graph
    nodes = workbook.nodes_of(graph)
    assert nodes[1]["content"]["expressions"][0]["value"] == "decided_hour < 5"  # type: ignore[index]
    assert nodes[2]["content"]["statements"][0]["condition"] == "transaction.amount_minor > 7"  # type: ignore[index]
    with pytest.raises(SpreadsheetRefused, match="1 cell"):
        through(edited(book, {"A3": 't="inlineStr"|<is><t>other</t></is>'}, sheet=2))


def test_a_latin_file_is_refused_with_how_to_save_it() -> None:
    """What is not UTF-8 would change letters silently."""
    with pytest.raises(SpreadsheetRefused) as refused:
        of_csv(SAME.replace("high", "höch").encode("latin-1"))
    assert "CSV UTF-8" in refused.value.how_to_fix


def test_csv_that_never_ends_is_refused() -> None:
    """More rows than a table may have are not even collected."""
    with pytest.raises(SpreadsheetRefused, match="1000 rows"):
        csv_file.read(("a,b\n" * 5_000).encode())


@pytest.mark.parametrize(
    "day", ["01/02/2026", "2026-02-01", "1-Feb", "1-feb-26", "Feb-26", "01.02.2026 10:30"]
)
def test_a_day_in_a_csv_file_is_no_arithmetic(day: str) -> None:
    """Excel writes 1-2 as a day, which the language would subtract or divide."""
    field, reason = refusal(SAME.replace(">= 0.5", day))
    assert (field, "made a date" in reason) == ("B4", True)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#NAME?", "#DIV/0!"])
def test_an_error_of_the_program_is_named(error: str) -> None:
    """It is no closure, though it begins as one."""
    assert refusal(SAME.replace(">= 0.5", error)) == ("B4", "Row 4, cell B4: It shows an error.")


def test_an_old_workbook_is_told_how_to_become_one() -> None:
    """`.xls` and workbooks with a password begin alike."""
    with pytest.raises(SpreadsheetRefused) as refused:
        of_csv(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert ".xlsx" in refused.value.how_to_fix


def test_what_looks_like_a_sum_is_still_one() -> None:
    """`10 - 2`, versions and words with numbers are nobody's day."""
    for text in ("10 - 2", "> 1 - 0.5", "1/2"):
        assert of_csv(SAME.replace(">= 0.5", text))[1]["p"] == text
