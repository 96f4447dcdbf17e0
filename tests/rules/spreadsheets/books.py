"""Rulesets of all kinds of nodes, and workbooks as people leave them."""

import io
import re
import zipfile
from collections.abc import Mapping

from tests.rules.graphs import Json, expressions, graph, switch, table

EVERY_KIND = graph(
    expressions("Compute", {"night": "decided_hour < 6", "limit": "night ? 5000 : 9000"}),
    switch("Way", big="transaction.amount_minor > 100000", rest=""),
    table(
        [
            {"p": ">= 0.9", "c": "'INR', 'USD'", "o": "'decline'", "n": "'sure'"},
            {"p": "", "c": "", "o": "'review'", "_description": "=1+1 is no formula here"},
        ],
        inputs={"p": "probability", "c": "transaction.currency"},
        outputs={"o": "outcome", "n": "notes"},
        name="Big",
    ),
    table(
        [{"a": "< 0", "o": "'review'"}, {"a": "-5", "o": "'approve'"}, {"o": "'approve'"}],
        inputs={"a": "transaction.amount_minor"},
        outputs={"o": "outcome"},
        name="Small",
    ),
    edges=["in>compute", "compute>way", "way:big>big", "way:rest>small", "big>out", "small>out"],
)


def edited(workbook: bytes, cells: Mapping[str, str], sheet: int = 1, *, day_style: bool = False) -> bytes:
    """Replace cells as a program would write them: address → XML inside of `<c …>`, attributes first, cut by `|`.

    day_style: add style 3, which shows a number as a day.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if day_style:
                text = text.replace("</cellXfs>", '<xf numFmtId="14"/></cellXfs>')
            if name == f"xl/worksheets/sheet{sheet}.xml":
                for address, cell in cells.items():
                    attributes, _, inside = cell.partition("|")
                    written = f'<c r="{address}" {attributes}>{inside}</c>'
                    pattern = rf'<c r="{address}"[^>]*?(?:/>|>.*?</c>)'
                    text, count = re.subn(pattern, written.replace("\\", r"\\"), text, count=1)
                    assert count == 1, address
            target.writestr(name, text)
    return made.getvalue()


def first_table(document: Json) -> Json:
    nodes = document["nodes"]
    assert isinstance(nodes, list)
    return next(node["content"] for node in nodes if node["type"] == "decisionTableNode")
