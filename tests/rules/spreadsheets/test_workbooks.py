"""Workbooks of strangers are read in a child that cannot be hurt, and the ruleset in them by its cells."""

import pytest

from rules.spreadsheets import workbook, xlsx_file
from rules.spreadsheets.grid import SpreadsheetRefused
from rules.spreadsheets.workbooks import WORKBOOK_BYTES_MAX, Workbooks
from tests.payments.importing.test_hostile import WORKBOOKS
from tests.rules.graphs import thresholds

BOOK = xlsx_file.write(workbook.written(thresholds(), "review", "transaction-anomaly"))


async def test_a_workbook_is_read_in_the_child() -> None:
    """What was exported is read by a real child process with nothing in its hands."""
    found = workbook.read(await Workbooks().sheets(BOOK))
    assert (found.graph, found.fallback) == (thresholds(), "review")


@pytest.mark.parametrize("name", WORKBOOKS)
async def test_a_hostile_workbook_is_refused(name: str) -> None:
    """Bombs, entities, cells far away: an error for the sender, and the next workbook is read."""
    reader = Workbooks()
    with pytest.raises(SpreadsheetRefused):
        workbook.read(await reader.sheets(WORKBOOKS[name]()))
    assert len(await reader.sheets(BOOK)) == 2


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0", b"PK\x03\x04" + bytes(WORKBOOK_BYTES_MAX)])
async def test_what_is_no_small_xlsx_is_not_even_read(data: bytes) -> None:
    """Old workbooks and large ones cost no process."""
    with pytest.raises(SpreadsheetRefused):
        await Workbooks().sheets(data)


async def test_a_workbook_without_settings_is_refused() -> None:
    """A ruleset that lost its graph is not guessed."""
    sheets = [sheet for sheet in await Workbooks().sheets(BOOK) if sheet.name != workbook.SETTINGS]
    with pytest.raises(SpreadsheetRefused, match="no sheet"):
        workbook.read(sheets)


async def test_a_renamed_sheet_is_named_in_the_settings() -> None:
    """The settings say which sheet shows which node; the refusal points there."""
    renamed = xlsx_file.write(
        {
            ("Other" if name == "Thresholds" else name): rows
            for name, rows in workbook.written(thresholds(), "review", "x").items()
        }
    )
    with pytest.raises(SpreadsheetRefused) as refused:
        workbook.read(await Workbooks().sheets(renamed))
    assert refused.value.fields[0].field == "Settings!B5"
