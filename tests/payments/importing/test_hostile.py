"""Files that want to break something: refused in bounded time and memory, with nothing recorded and nothing repeated."""

import asyncio
import contextlib
import io
import resource
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from payments.importing import proposals, reading, reports
from payments.importing.definition import Columns, MappingDefinition
from payments.importing.failures import ImportRefused
from payments.importing.findings import Finding
from payments.importing.rows import Payment
from payments.importing.sheets import Workbooks
from tests.payments.importing.layouts import xlsx
from tests.payments.importing.test_layouts import NOW

BANK = MappingDefinition(
    name="x",
    columns=Columns(date="Date", description="Text", amount="Amount"),
    date_format="DD/MM/YYYY",
    customer_id="c",
)
GOOD = b"Date,Text,Amount\n13/04/2026,tea,-20.00\n"


def zeros(megabytes: int) -> bytes:
    return b"\0" * (megabytes << 20)


def lying(data: bytes) -> bytes:
    """Let the archive say that its parts are small."""
    changed = bytearray(data)
    at = -1
    while (at := changed.find(b"PK\x01\x02", at + 1)) >= 0:
        struct.pack_into("<I", changed, at + 24, 100)
    return bytes(changed)


def bomb() -> bytes:
    return xlsx([["Date", "Amount"]], [("xl/media/a.bin", zeros(300))])


def sheet_of(text: str) -> bytes:
    """A workbook whose sheet is this XML."""
    source, made = zipfile.ZipFile(io.BytesIO(xlsx([["a"]]))), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, text if name.endswith("sheet1.xml") else source.read(name))
    return made.getvalue()


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "a bomb": bomb,
    "a bomb that lies": lambda: lying(xlsx([["x"]], [("xl/sharedStrings.xml", b"<sst>" + b"<si><t>a</t></si>" * 20_000_000)])),
    "entities": lambda: sheet_of(f'{ENTITIES}<worksheet><sheetData><row r="1"><c t="str" r="A1"><v>&j;</v></c></row></sheetData></worksheet>'),
    "a cell far away": lambda: sheet_of(
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    ),
    "no workbook": lambda: b"PK\x03\x04" + b"x" * 100,
    "an old workbook's head": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000,
    "ten thousand parts": lambda: xlsx([["x"]], [(f"xl/{n}.xml", b"") for n in range(10_000)]),
}  # fmt: skip


@pytest.mark.parametrize("name", WORKBOOKS)
async def test_a_hostile_workbook_ends_its_reader_at_most(name: str) -> None:
    """It is refused, or has nothing in it; this process grows by no more than the file, and reads the next one."""
    data = WORKBOOKS[name]()
    reader, began = Workbooks(), time.monotonic()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    text = b""
    with contextlib.suppress(ImportRefused):
        text = await reader.as_csv(data)
    assert len(text) < 1_000
    assert time.monotonic() - began < 40
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    assert await reader.as_csv(xlsx([["Date", "=1+1"]])) == b"Date,1\n"


async def test_a_workbook_that_hangs_is_ended() -> None:
    with pytest.raises(ImportRefused, match="within"):
        await Workbooks(read_s_max=0.001).as_csv(xlsx([[f"row {n}", "x"] for n in range(20_000)]))
    assert [each for each in asyncio.all_tasks() if "communicate" in repr(each)] == []


HOSTILE = {
    "formulas": b'Date,Text,Amount\n13/04/2026,"=HYPERLINK(""http://x"")",=1+2\n13/04/2026,@SUM(A1),-5.00\n',
    "NULs": b"Date,Text,Amount\n13/04/2026,a\0b,-5.00\n" + b"\0" * 10_000 + b"\n",
    "a line of 10 MB": GOOD + b'13/04/2026,"' + b"x" * 10_000_000 + b'",5\n',
    "ten thousand commas": GOOD + b"," * 60_000 + b"\n",
    "quotes alone": GOOD + b'"' * 50_001 + b"\n",
    "a quote that is never closed": GOOD + b'"' + b"13/04/2026,tea,-20.00\n" * 10_000,
    "a long number": GOOD + b"13/04/2026,tea," + b"9" * 60_000 + b"\n",
    "a date for a slow pattern": GOOD + b"1/" * 20_000 + b",tea,5\n",
    "control characters": b"Date,Text,Amount\n13/04/2026,\x1b[31mred\x07\xc2\x85,-5.00\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_costs_its_lines(name: str) -> None:
    """Read within seconds; what is wrong is refused by its line, and no reason repeats a cell."""
    data, began = HOSTILE[name], time.monotonic()
    found = list(reading.outcomes(data, BANK, reading.look(data, BANK), NOW))
    assert time.monotonic() - began < 10
    payments = [one for one in found if isinstance(one, Payment)]
    assert {one.transaction.amount_minor for one in payments} <= {2_000, 500}
    for one in payments:
        assert (one.transaction.description or "").isprintable()
    assert not [
        one
        for one in found
        if isinstance(one, Finding) and ("HYPERLINK" in one.reason or "999" in one.reason)
    ]
    assert name == "control characters" or any(isinstance(one, Finding) for one in found)


@pytest.mark.parametrize(
    "data",
    [
        f'<?xml version="1.0"?>{ENTITIES}<Document><BkToCstmrStmt>&j;</BkToCstmrStmt></Document>'.encode(),
        b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><Document><BkToCstmrStmt/></Document>',
        b"<Document><BkToCstmrStmt>" + b"<a>" * 100_000,
        b"<Document><BkToCstmrStmt><Ntry></Document>",
    ],
    ids=["entities", "a file from outside", "depth", "not well formed"],
)
def test_a_hostile_camt_is_refused(data: bytes) -> None:
    assert proposals.form_of(data) == "camt053"
    with pytest.raises(ImportRefused):
        list(reading.outcomes(data, CAMT, reading.look(data, CAMT), NOW))


CAMT = MappingDefinition(name="x", form="camt053", customer_id="c")


def test_broken_entries_are_refused_alone() -> None:
    """MT940 and OFX: an entry that is none costs itself."""
    mt940 = (
        b":20:X\n:60F:C260401INR10,00\n:61:garbage\n:61:2604130413D20,00NTRFREF\n:86:"
        + b"x\n" * 5_000
        + b":62F:C260413INR1,00\n"
    )
    ofx = (
        b"<OFX><BANKTRANLIST>"
        + b"<STMTTRN><DTPOSTED>never<TRNAMT>5" * 1_000
        + b"<STMTTRN><DTPOSTED>20260413<TRNAMT>-5.00</BANKTRANLIST></OFX>"
    )
    for form, data in (("mt940", mt940), ("ofx", ofx)):
        definition = MappingDefinition(name="x", form=form, customer_id="c")  # type: ignore[arg-type]
        found = list(reading.outcomes(data, definition, reading.look(data, definition), NOW))
        assert len([one for one in found if isinstance(one, Payment)]) == 1
        assert {one.standing for one in found if isinstance(one, Finding)} == {"refused"}


def test_a_report_is_no_formula() -> None:
    columns = Columns(date="=cmd|' /C calc'!A0", amount="Amount")
    said = reports.report_csv(
        [Finding(2, "refused", "date", "It is no date."), Finding(3, "notice", "", "x")], columns
    )
    assert said.decode().splitlines() == ["2,refused,'=cmd|' /C calc'!A0,It is no date.", "3,notice,,x"]
