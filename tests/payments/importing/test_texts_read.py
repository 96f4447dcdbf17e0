"""Amounts, dates, encodings and records as statements write them: read as they are meant, or refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidRequest
from payments.importing import dates, reading
from payments.importing.amounts import AmountUnreadable, direction_of, read_amount
from payments.importing.definition import Columns, Decimal, MappingDefinition
from payments.importing.failures import ImportRefused
from payments.importing.records import records
from payments.importing.texts import codec_of, encoding_of, lines
from tests.payments.importing.layouts import european, indian, plain

NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "decimal", "minor", "negative", "mark"),
    [
        ("1,23,456.78", "point", 12_345_678, None, None),
        ("123,456.78", "point", 12_345_678, None, None),
        ("1.234,56", "comma", 123_456, None, None),
        ("1 234,5", "comma", 123_450, None, None),
        ("₹ 1,00,000", "point", 10_000_000, None, None),
        ("Rs.20", "point", 2_000, None, None),
        ("INR 20.00 Dr.", "point", 2_000, None, "debit"),
        ("20.00CR", "point", 2_000, None, "credit"),
        ("Cr 20.00", "point", 2_000, None, "credit"),
        ("(500.00)", "point", 50_000, True, None),
        ("500.00-", "point", 50_000, True, None),
        ("−5.5", "point", 550, True, None),
        ("+ Rs.200", "point", 20_000, False, None),
        ("१,२३४.५०", "point", 123_450, None, None),
        ("5.1000", "point", 510, None, None),
        (".50", "point", 50, None, None),
    ],
)  # fmt: skip
def test_amounts(text: str, decimal: Decimal, minor: int, negative: bool | None, mark: str | None) -> None:
    assert read_amount(text, "INR", decimal) == (minor, negative, mark)


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("1,23", "point"), ("12,34,56", "point"), ("1,2345.00", "point"), ("1.234", "comma"), ("1.234,567", "comma"), ("5.001", "point"),
        ("1e5", "point"), ("=1+2", "point"), ("--5", "point"), ("5 6", "point"), ("0x10", "point"), ("NaN", "point"), ("12.34.56", "point"),
        ("999999999999999.00", "point"), ("", "point"), ("₹", "point"), ("٫", "point"), ("5²", "point"),
    ],
)  # fmt: skip
def test_what_is_no_amount(text: str, decimal: Decimal) -> None:
    """Nothing that could be meant otherwise is an amount. `1.234` with a decimal comma is 1234, and has no other reading."""
    if (text, decimal) == ("1.234", "comma"):
        assert read_amount(text, "INR", decimal).minor == 123_400
        return
    with pytest.raises(AmountUnreadable):
        read_amount(text, "INR", decimal)


@given(st.integers(0, 10**13))
def test_every_way_to_write_an_amount(minor: int) -> None:
    assert read_amount(indian(minor), "INR").minor == minor
    assert read_amount(plain(-minor - 1), "INR") == (minor + 1, True, None)
    assert read_amount(european(minor), "INR", "comma").minor == minor


def test_decimals_are_the_currencys() -> None:
    assert read_amount("1,234", "JPY").minor == 1_234
    assert read_amount("1.234", "KWD").minor == 1_234
    with pytest.raises(AmountUnreadable):
        read_amount("1.5", "JPY")


def test_directions() -> None:
    said = [
        direction_of(text)
        for text in ("DR", "Cr.", "Paid to Asha", "Received from X", "Debit", "+", "Transfer", "")
    ]
    assert said == ["debit", "credit", "debit", "credit", "debit", "credit", None, None]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("DD/MM/YYYY", "03/04/2026", "2026-04-03T00:00:00"),
        ("MM/DD/YYYY", "03/04/2026", "2026-03-04T00:00:00"),
        ("D-MMM-YY", "3-Apr-26", "2026-04-03T00:00:00"),
        ("DD MMM YYYY hh:mm A", "03 Sept 2026 12:05 am", "2026-09-03T00:05:00"),
        ("MMM D, YYYY", "April 3, 2026", "2026-04-03T00:00:00"),
        ("YYYYMMDD", "20260403", "2026-04-03T00:00:00"),
        ("YYYY-MM-DDTHH:mm:ssZ", "2026-04-03T10:00:00.123+05:30", "2026-04-03T10:00:00"),
        ("DD/MM/YYYY", "2026-04-03", "2026-04-03T00:00:00"),
    ],
)
def test_dates(form: str, text: str, expected: str) -> None:
    day, time, _ = dates.read_moment(form, text)
    assert dt.datetime.combine(day, time or dt.time()).isoformat() == expected


@pytest.mark.parametrize(
    "text", ["31/02/2026", "3/4/26", "00/01/2026", "03/04/2026 x", "", "03-04-2026", "3 Aprils 2026"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(dates.DateUnreadable):
        dates.read_moment("DD/MM/YYYY", text)


@pytest.mark.parametrize(
    "form", ["DD/MM", "DD/DD/YYYY", "YYYY YY MM DD", "DD/MM/YYYY hh:mm", "DD/MM/YYYY q", "(.*)+YYYYMMDD"]
)
def test_what_is_no_format(form: str) -> None:
    with pytest.raises(InvalidRequest):
        dates.reader(form)


@pytest.mark.parametrize(
    ("texts", "ways"),
    [
        (["01/02/2026", "13/02/2026"], ["D/M/YYYY"]),
        (["02/13/2026", "01/02/2026"], ["M/D/YYYY"]),
        (["01/02/2026", "03/04/2026"], ["D/M/YYYY", "M/D/YYYY"]),
        (["02/02/2026", "05/05/2026"], ["D/M/YYYY"]),  # both readings are one day
        (["13/02/2026", "02/13/2026", "01/01/2026"], ["D/M/YYYY", "M/D/YYYY"]),  # they contradict each other
        (["2026-02-13", "13/02/2026"], ["D/M/YYYY"]),
        (["yesterday", "today"], []),
    ],
)
def test_formats_are_told_or_refused(texts: list[str], ways: list[str]) -> None:
    assert reading.ways_to_read(set(texts))[0] == ways


def test_an_ambiguous_file_names_its_ways() -> None:
    definition = MappingDefinition(name="x", columns=Columns(date="Date", amount="Amount"))
    with pytest.raises(ImportRefused, match=r"D/M/YYYY or M/D/YYYY"):
        reading.look(b"Date,Amount\n01/02/2026,5.00\n03/04/2026,6.00\n", definition)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_are_told(codec: str) -> None:
    text = "Date;Betrag\r\n01.02.2026;5,00 für Müller\r\n"
    data = text.encode(codec)
    found = codec_of(data, None)
    assert encoding_of(found) == {"cp1252": "windows_1252"}.get(
        codec, codec.replace("-", "_")[:6].rstrip("_")
    )
    assert [line.text for line in lines(data, found)] == text.splitlines()


def test_an_encoding_that_is_not_held_refuses_the_file() -> None:
    with pytest.raises(ImportRefused):
        codec_of(b"abc\xff", "utf_8")
    with pytest.raises(ImportRefused):
        codec_of(b"\xef\xbb\xbfabc\xff", None)


def cut(data: bytes) -> list[tuple[int, list[str], bool]]:
    return [(each.line, each.cells, each.problem is not None) for each in records(lines(data, "utf-8"), ",")]


def test_records_are_cut() -> None:
    """Quotes, doubled quotes, line ends in quotes, and Excel's text marks."""
    data = b'a,"b ""c"", d"\r\n"x\ny",2\r="0012",\'0034\n\n5" pipe,6\n'
    assert cut(data) == [
        (1, ["a", 'b "c", d'], False), (2, ["x\ny", "2"], False), (4, ["0012", "0034"], False), (5, [], False), (6, ['5" pipe', "6"], False),
    ]  # fmt: skip


def test_what_cannot_be_cut_costs_its_line() -> None:
    """A NUL, a quote that is never closed and a line of 10 MB are refused alone; what follows is read."""
    data = b'a,1\nb\0,2\n"open,3\nc,4\n' + b"x" * 10_000_000 + b"\nd,5\n"
    assert cut(data) == [
        (1, ["a", "1"], False), (2, [], True), (3, [], True), (4, ["c", "4"], False), (5, [], True), (6, ["d", "5"], False),
    ]  # fmt: skip
