"""One text is one category, whoever sends it: a request, a row of CSV or Parquet, the table that was learned from."""

import io
import unicodedata

import polars as pl
import pytest

from inference.batch import frames, parquet_rows
from inference.batch.rows import value_of
from inference.category_codes import code_of
from inference.inputs import encode_value
from inference.manifest import Column
from training.frames import tidy

CITY = Column(name="city", kind="category", codes={"Köln": 3, "Pune": 1}, other=0)
KEPT = Column(name="kept", kind="category", codes={"NA": 2, "x": 1})
TEXTS = (
    "Köln",
    " Köln ",
    unicodedata.normalize("NFD", "Köln"),
    "Pune",
    "\tPune",
    "Ulm",
    "",
    " ",
    "NA",
    "null",
)


@pytest.mark.parametrize("column", [CITY, KEPT])
@pytest.mark.parametrize("text", TEXTS)
def test_requests_and_files_agree(column: Column, text: str) -> None:
    """JSON, a CSV's fast and careful readers and Parquet give a text the same code, or none."""
    sent = encode_value(column, text)
    plain = text.strip(" \t")
    fast = frames._encoded(column, pl.Series([text], dtype=pl.String))
    assert fast is not None
    columnar, _ = parquet_rows._codes(column, pl.Series([text], dtype=pl.String))
    found = [sent, value_of(column, plain, required=False), fast[0], columnar[0]]
    assert len({str(value) for value in map(float, found)}) == 1, found


def test_what_is_meant() -> None:
    """Spaces and composition mean nothing, missing is missing, and the rest is another value."""
    assert [code_of(CITY, text) for text in TEXTS] == [3, 3, 3, 1, 1, 0, None, None, None, None]
    assert [code_of(KEPT, text) for text in ("NA", " NA", "x", "y", "null")] == [2, 2, 1, None, None]


def test_training_learns_the_composed_form() -> None:
    """A table as macOS writes it and one as others do make the same categories."""
    written = pl.DataFrame({"city": [unicodedata.normalize("NFD", "Köln"), " Köln", "Köln "]})
    read = tidy(pl.read_csv(io.BytesIO(written.write_csv().encode())))
    assert read["city"].unique().to_list() == ["Köln"]
