"""What is exported comes back the same, to the byte of its digest, whatever the ruleset holds."""

import string

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import catalogue
from rules import shipped
from rules.entities import RulesetVersion
from rules.evaluation import digest_of
from rules.spreadsheets import csv_file, decision_tables, workbook, xlsx_file
from rules.spreadsheets.exchange import canonical_file, find_table, from_csv, from_json
from rules.spreadsheets.workbook_child import report_on
from tests.rules.graphs import Json, expressions, graph, switch, table
from tests.rules.spreadsheets.books import EVERY_KIND

ANY_TEXT = st.text(max_size=12)
CELLS = st.one_of(
    st.none(),
    ANY_TEXT,
    st.sampled_from([">= 0.9", "'a', 'b'", "-5", "== 5", "=1+1", "'=a'", "'=", "0,9", "TRUE", "5.0", "_x0041_", "a\r\nb", " x "]),
)  # fmt: skip
NAMES = st.text(string.ascii_letters, min_size=1, max_size=4)
IDS = st.one_of(NAMES, st.sampled_from(["1", "#1", "-x", "a b", "0012"]))


@st.composite
def tables(draw: st.DrawFn) -> Json:
    """Any table that the editor could write: doubled fields and titles, rows without ids, cells that are not there."""
    ids = draw(st.lists(NAMES, min_size=2, max_size=5, unique=True))
    cut = draw(st.integers(1, len(ids) - 1))
    made = table(
        [],
        inputs={column: draw(st.one_of(st.none(), st.sampled_from(["probability", " points ", ""]))) for column in ids[:cut]},
        outputs={column: draw(st.sampled_from(["outcome", "notes", "x"])) for column in ids[cut:]},
        name=draw(st.text(max_size=40)),
    )  # fmt: skip
    content = made["content"]
    assert isinstance(content, dict)
    for column in (*content["inputs"], *content["outputs"]):
        column["name"] = draw(st.one_of(ANY_TEXT, st.just("Title")))
    keys = st.dictionaries(st.sampled_from([*ids, "_description"]), CELLS, max_size=len(ids) + 1)
    rows = draw(st.lists(st.tuples(st.one_of(st.none(), IDS), keys), max_size=6))
    content["rules"] = [{**({} if name is None else {"_id": name}), **row} for name, row in rows]
    return {**made, "id": "table"}


def version(document: Json, fallback: str = "review") -> RulesetVersion:
    default = shipped.version("transaction-anomaly")
    return msgspec.structs.replace(
        default, graph=document, fallback=fallback, digest=digest_of(document, fallback)
    )


def through_csv(held: RulesetVersion, node: str | None = None) -> bytes:
    index = find_table(held, node)
    written = csv_file.write(decision_tables.written(workbook.nodes_of(held.graph)[index]["content"]))  # type: ignore[arg-type]
    found = from_csv(written, held, node)
    return digest_of(found.graph, found.fallback)


def through_xlsx(held: RulesetVersion) -> bytes:
    report = report_on(xlsx_file.write(workbook.written(held.graph, held.fallback, held.use_case)))
    assert report.sheets is not None, report.refused
    found = workbook.read(report.sheets)
    return digest_of(found.graph, found.fallback)


@given(tables())
def test_any_table_comes_back_from_csv(made: Json) -> None:
    """Export and import of a table change nothing, with whatever texts, doubles and gaps it was written."""
    held = version(graph(made))
    assert through_csv(held) == held.digest


@given(tables())
def test_any_ruleset_comes_back_from_a_workbook(made: Json) -> None:
    """Export and import of a workbook change nothing, read by the library that reads everybody's workbooks."""
    steps = expressions("Compute", {"x": "1", "y": "'=a'"})
    held = version(graph(steps, switch("Way", a="x > 1", b=""), made, edges=["in>compute", "compute>way", "way:a>table", "way:b>table", "table>out"]))  # fmt: skip
    assert through_xlsx(held) == held.digest


@pytest.mark.parametrize("use_case", catalogue.names())
def test_every_default_comes_back(use_case: str) -> None:
    """The rulesets that ship keep their digests through every form."""
    held = shipped.version(use_case)
    assert through_xlsx(held) == held.digest
    for node in workbook.nodes_of(held.graph):
        if node["type"] == "decisionTableNode":
            assert through_csv(held, str(node["id"])) == held.digest
    found = from_json(canonical_file(dict(held.graph), held.fallback))
    assert digest_of(found.graph, found.fallback) == held.digest


def test_every_kind_of_node_comes_back() -> None:
    """Expressions, a switch and two tables, with cells that look like formulas."""
    held = version(EVERY_KIND)
    assert through_xlsx(held) == held.digest
    assert through_csv(held, "big") == held.digest


def test_a_workbook_is_the_same_bytes_each_time() -> None:
    """Exporting twice makes no difference to find."""
    sheets = workbook.written(EVERY_KIND, "review", "transaction-anomaly")
    assert xlsx_file.write(sheets) == xlsx_file.write(sheets)


def test_a_csv_file_gives_a_spreadsheet_nothing_to_compute() -> None:
    """A remark that begins like a formula is guarded, a negative number is not."""
    rows = decision_tables.written(workbook.nodes_of(EVERY_KIND)[3]["content"])  # type: ignore[arg-type]
    assert "'=1+1 is no formula here" in csv_file.write(rows).decode("utf-8-sig")
    rows = decision_tables.written(workbook.nodes_of(EVERY_KIND)[4]["content"])  # type: ignore[arg-type]
    assert ",-5," in csv_file.write(rows).decode("utf-8-sig")
