"""A whole statement read by a mapping: what kind of text it is, where its table is, and one outcome for each row. Pure."""

import datetime as dt
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from payments.importing import dates, forms
from payments.importing.definition import Encoding, MappingDefinition, Separator
from payments.importing.failures import ImportRefused
from payments.importing.findings import Finding
from payments.importing.records import SEPARATORS, Record, records
from payments.importing.rows import SUMMARY, Loose, Payment, RowReader
from payments.importing.tables import Header, Positions, open_table
from payments.importing.texts import codec_of, decoded, encoding_of, lines

ROWS_MAX = 1_000_000
_PROBED_LINES = 50
_SAMPLED = 1_000
_FOOTER = "It stands behind the last payment, without a date and an amount."


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What was found out about a file, where the mapping does not say it. header_line: 0 where there is no header."""

    encoding: Encoding
    separator: Separator | None
    header_line: int
    date_format: str


def effective(definition: MappingDefinition) -> MappingDefinition:
    """The mapping as rows are read by it: a standard's form has names of its own."""
    return forms.with_names(definition) if forms.is_standard(definition.form) else definition


def look(data: bytes, definition: MappingDefinition) -> Reading:
    """Find out what the mapping leaves open, from the whole file. data: of a workbook, as CSV.

    Raises: ImportRefused when it cannot be told, or can be told in two ways.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise ImportRefused("The file is empty.")
    encoding = encoding_of(codec_of(data, definition.encoding))
    if forms.is_standard(definition.form):
        return Reading(encoding=encoding, separator=None, header_line=0, date_format="ISO 8601")
    separator = definition.separator or _separator(data, definition)
    known = replace(definition, encoding=encoding, separator=separator)
    header, positions, rows = _table(data, known)
    form = definition.date_format or _date_format(rows, positions)
    return Reading(encoding=encoding, separator=separator, header_line=header.line, date_format=form)


def outcomes(
    data: bytes, definition: MappingDefinition, reading: Reading, now: dt.datetime
) -> Iterator[Payment | Finding]:
    """Give what each row is, in the order of the file. Raises: ImportRefused."""
    known = effective(replace(definition, encoding=reading.encoding, separator=reading.separator))
    header, positions, rows = _table(data, known)
    date_format = known.date_format or reading.date_format
    reader = RowReader(known, positions, date_format, width=len(header.names), now=now)
    ending = _Ending()
    for count, record in enumerate(rows):
        if count >= ROWS_MAX:
            raise ImportRefused(f"The file has more than {ROWS_MAX:,} rows.")
        if not header.is_again(record):
            yield from ending.take(reader.read(record))
    yield from ending.close()


class _Ending:
    """Tells the footer from rows that are broken: only at the end is it known which is which."""

    def __init__(self) -> None:
        self._held: list[Loose | Finding] = []
        self._summed = False

    def take(self, outcome: Payment | Finding | Loose | None) -> Iterator[Payment | Finding]:
        if isinstance(outcome, Payment):
            yield from (
                Finding(each.line, "refused", "date", "It has neither a date nor an amount.")
                if isinstance(each, Loose)
                else each
                for each in self._held
            )
            self._held.clear()
            self._summed = False
            yield outcome
        elif isinstance(outcome, Loose) or (outcome is not None and self._summed and outcome.field == "date"):
            self._held.append(outcome)
        elif outcome is not None:
            self._summed = self._summed or outcome.reason == SUMMARY
            yield outcome

    def close(self) -> Iterator[Finding]:
        yield from (Finding(each.line, "skipped", "", _FOOTER) for each in self._held)


def table_records(data: bytes, definition: MappingDefinition) -> Iterator[Record]:
    """The records of a file, whatever its form."""
    if forms.is_standard(definition.form):
        return forms.entries(definition.form, decoded(data, definition.encoding))
    codec = codec_of(data, definition.encoding)
    return records(lines(data, codec), SEPARATORS[definition.separator or "comma"])


def _table(data: bytes, definition: MappingDefinition) -> tuple[Header, Positions, Iterator[Record]]:
    return open_table(table_records(data, definition), definition)


def _separator(data: bytes, definition: MappingDefinition) -> Separator:
    """The one under which the header has every column of the mapping; of several, the one with the most columns."""
    best: tuple[int, Separator] | None = None
    refused: ImportRefused | None = None
    for name in SEPARATORS:
        try:
            header, _, rows = _table(data, replace(definition, separator=name))
        except ImportRefused as error:
            refused = refused or error
            continue
        width = len(header.names) or max(
            (len(row.cells) for _, row in zip(range(_PROBED_LINES), rows, strict=False)), default=0
        )
        if best is None or width > best[0]:
            best = (width, name)
    if best is None:
        raise refused or ImportRefused("The separator of the file cannot be told; name it in the mapping.")
    return best[1]


def _date_format(rows: Iterator[Record], positions: Positions) -> str:
    """The one way in which every date of the file can be read; any, of a header without rows, as of a day without payments.

    Raises: ImportRefused when there are two, or none.
    """
    at = positions.get("date", positions.get("value_date"))
    cells, is_empty = set(), True
    for record in rows:
        is_empty = is_empty and not any(cell.strip() for cell in record.cells)
        if at is not None and at < len(record.cells):
            cells.add(record.cells[at])
    if is_empty:
        return dates.CANDIDATES[0]
    ways, _ = ways_to_read({cell for cell in cells if any(letter.isdigit() for letter in cell)})
    if len(ways) > 1:
        raise ImportRefused(
            f"Its dates can be read in {len(ways)} ways ({' or '.join(ways[:3])}).",
            fix="Name `date_format` in the mapping.",
        )
    if not ways:
        raise ImportRefused("Its dates cannot be read.", fix="Name `date_format` in the mapping.")
    return ways[0]


def ways_to_read(texts: set[str]) -> tuple[list[str], int]:
    """Formats by which most of these texts are dates, one for each meaning, best first; and how many texts the best reads.

    A single cell may be broken (it is refused by line). A format that reads something which the best one cannot is a rival:
    then the file holds two forms, or days and months that changed places.
    """
    written = sorted(text for text in texts if not dates.survivors(dates.UNAMBIGUOUS, text)) or sorted(texts)
    step = max(len(written) // _SAMPLED, 1)
    likely = {form for text in written[::step] for form in dates.survivors(dates.CANDIDATES, text)}
    read = {form: {text for text in written if dates.survivors([form], text)} for form in likely}
    best = max(read.values(), key=len, default=set())
    if len(best) * 2 <= len(written):
        return [], 0
    rivals = [form for form in dates.CANDIDATES if form in read and (read[form] == best or read[form] - best)]
    rivals.sort(key=lambda form: -len(read[form]))
    return dates.apart(rivals, written[::step]), len(best)
