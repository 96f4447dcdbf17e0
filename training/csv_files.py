"""CSV files as people have them: other encodings and separators, packed, and rows that are no rows of the table.

What a batch refuses of a file a training refuses too, by its line: nothing that is short of fields is filled up silently.
"""

import codecs
import contextlib
import csv
import dataclasses
import gzip
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl

from inference.batch.chunks import header_end
from inference.batch.layout import HEADER_BYTES_MAX, Layout
from inference.batch.rows import fields_of
from inference.batch.splitting import RecordTooLong, cut, records
from inference.category_codes import NULLS
from training.errors import DatasetRefused

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_BLOCK_BYTES = 8_388_608
_SHOWN_MAX = 5
_BOM, _UTF16 = codecs.BOM_UTF8, (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclasses.dataclass(frozen=True)
class CsvForm:
    """How a file is written, where it does not show it itself. encoding: UTF-8 without one. separator: of `SEPARATORS`."""

    encoding: str = ""
    separator: str = ""

    def options(self) -> list[str]:
        encoding = [f"--encoding {self.encoding}"] if self.encoding else []
        return encoding + ([f"--separator {self.separator}"] if self.separator else [])


AS_IT_SHOWS = CsvForm()


def read_csv(path: Path, form: CsvForm = AS_IT_SHOWS, texts: Sequence[str] = ()) -> pl.DataFrame:
    """The table, its cells by their look. texts: columns that are left as texts.

    Raises: DatasetRefused naming the line, polars' errors.
    """
    with _plain_file(path, form.encoding) as plain:
        separator, raw = _header(path.name, plain, form.separator)
        names = [name.strip() for name in raw]
        _require_names(path.name, names)
        blank = _check_rows(path.name, plain, separator, names)
        kept = {own: pl.String for own, name in zip(raw, names, strict=True) if name in texts}
        frame = None if blank else _read(plain, separator, kept)
        if frame is None:
            with _written_anew(plain, separator) as anew:
                frame = _read(anew, separator, kept)
    if frame is None:
        raise DatasetRefused(f"{path.name} is not a CSV.", fix="Save it as CSV again.")
    if frame.width != len(names):
        raise DatasetRefused(f"{path.name}: the header cannot be read as {len(names)} names.")
    frame.columns = names
    return _without_nameless(path.name, frame)


def _read(plain: Path, separator: str, texts: Mapping[str, type[pl.DataType]]) -> pl.DataFrame | None:
    """None where polars is at odds with what RFC 4180 allows: quotes in the middle of a field."""
    try:
        return pl.read_csv(
            plain,
            infer_schema_length=None,
            null_values=sorted(NULLS),
            separator=separator,
            schema_overrides=texts,
        )
    except pl.exceptions.ComputeError:
        return None


@contextlib.contextmanager
def _written_anew(plain: Path, separator: str) -> Iterator[Path]:
    """The same rows with usual quotes and without empty lines, which are no rows."""
    with tempfile.TemporaryDirectory(prefix="countermark-table-") as folder:
        anew = Path(folder) / "table.csv"
        with (
            plain.open(encoding="utf-8", newline="") as file,
            anew.open("w", encoding="utf-8", newline="") as out,
        ):
            written = csv.writer(out, delimiter=separator, lineterminator="\n")
            written.writerows(filter(None, csv.reader(file, delimiter=separator, strict=True)))
        yield anew


@contextlib.contextmanager
def _plain_file(path: Path, encoding: str) -> Iterator[Path]:
    """The file in UTF-8 without packing and byte order mark, written anew where it is not so, a piece at a time."""
    with _opened(path) as file:
        head = file.read(4)
    packed = path.name.lower().endswith(".gz")
    if not encoding and head.startswith(_UTF16):
        encoding = "utf-16"
    encoding = _codec(encoding)
    utf8 = encoding in {"utf-8", "utf-8-sig"}
    if utf8 and not packed and not head.startswith(_BOM):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="countermark-table-") as folder:
        plain = Path(folder) / "table.csv"
        with _opened(path) as file, plain.open("wb") as out:
            if utf8:
                file.seek(len(_BOM) if head.startswith(_BOM) else 0)
                while block := file.read(_BLOCK_BYTES):
                    out.write(block)
            else:
                _transcode(path.name, file, out, encoding)
        yield plain


def _codec(encoding: str) -> str:
    """The codec's name. Latin-1 is what Windows means by it, as in browsers (WHATWG Encoding): who writes € does not mean 0x80."""
    try:
        found = codecs.lookup(encoding or "utf-8")
    except LookupError as error:
        raise DatasetRefused(
            f"There is no encoding {encoding}.", fix="Name one, as latin-1, cp1252 or utf-16."
        ) from error
    if not found._is_text_encoding:  # noqa: SLF001 - `hex` and `zip` are codecs too, and nothing public tells
        raise DatasetRefused(
            f"{encoding} is no encoding of texts.", fix="Name one, as latin-1, cp1252 or utf-16."
        )
    return "cp1252" if found.name == "iso8859-1" else found.name


def _opened(path: Path) -> BinaryIO:
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb")  # type: ignore[return-value]


def _transcode(name: str, file: BinaryIO, out: BinaryIO, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    ended = False
    while not ended:
        block = file.read(_BLOCK_BYTES)
        ended = not block
        try:
            text = decoder.decode(block, final=ended)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].decode(encoding, errors="ignore").count("\n")
            raise DatasetRefused(
                f"{name}, about line {line}: it is not {encoding}.",
                fix="Name the file's own encoding with --encoding, or save it as UTF-8.",
            ) from error
        line += text.count("\n")
        out.write(text.encode(errors="surrogatepass"))


def _header(name: str, plain: Path, named: str) -> tuple[str, list[str]]:
    """What separates the fields, and the header's names as they stand there. Raises: DatasetRefused."""
    with plain.open("rb") as file:
        head = file.read(HEADER_BYTES_MAX + 1)
    separator = SEPARATORS[named] if named else _separator(head)
    sign = separator.encode()
    end = header_end(head, sign) or len(head)
    if end > HEADER_BYTES_MAX:
        raise DatasetRefused(
            f"{name}: the header is longer than {HEADER_BYTES_MAX:,} bytes.",
            fix="Begin it with a line of names.",
        )
    try:
        text = head[:end].decode().rstrip("\r\n")
        rows = list(csv.reader([text], delimiter=separator, strict=True))
    except UnicodeDecodeError as error:
        raise _no_utf8(name, 1, head[error.start], "") from error
    except csv.Error as error:
        raise DatasetRefused(
            f"{name}, line 1: the quotes of the header are not closed.", fix="Close them."
        ) from error
    return separator, rows[0] if rows else []


def _separator(head: bytes) -> str:
    """Say what parts the names of the header: what stands there most often outside quotes, a comma where nothing does."""
    header = head.partition(b"\n")[0]
    bare = b"".join(header.split(b'"')[::2])
    return max(SEPARATORS.values(), key=lambda separator: bare.count(separator.encode()))


def _require_names(name: str, names: Sequence[str]) -> None:
    twice = [each for each, count in Counter(filter(None, names)).items() if count > 1]
    if twice:
        raise DatasetRefused(
            f"{name}, line 1: the header names {', '.join(f'`{each}`' for each in twice[:_SHOWN_MAX])} more than once.",
            fix="Give each column a name of its own.",
        )


def _check_rows(name: str, plain: Path, separator: str, names: Sequence[str]) -> bool:
    """See that every row is UTF-8 and has as many fields as the header. Returns: whether there are empty lines among them.

    Raises: DatasetRefused.
    """
    sign = separator.encode()
    layout = Layout(
        columns=(), names=tuple(names), positions=(), required=(), id_position=None, separator=sign
    )
    line, buffer, found, blank = 1, b"", list[tuple[int, str]](), False
    with plain.open("rb") as file:
        ended = False
        while not ended or buffer:
            block = file.read(_BLOCK_BYTES)
            ended = not block
            buffer += block
            try:
                size = cut(buffer, sign, at_end=ended)
            except RecordTooLong as error:
                raise DatasetRefused(
                    f"{name}, line {line}: the row is too long.", fix="Close its quotes."
                ) from error
            data, buffer = buffer[:size], buffer[size:]
            if not data:
                continue
            _require_utf8(name, data, line, layout)
            if not _even(data, sign, len(names)):
                uneven = list(_uneven(data, line, layout))
                found.extend(each for each in uneven if each[1])
                blank = blank or (len(names) > 1 and not all(each[1] for each in uneven))
            if len(found) >= _SHOWN_MAX:
                break
            line += data.count(b"\n")
    if found:
        told = "; ".join(f"line {at}: {reason}" for at, reason in found[:_SHOWN_MAX])
        more = " …" if len(found) > _SHOWN_MAX else ""
        raise DatasetRefused(
            f"{name} has rows that are not rows of its table: {told}{more}",
            fix="Correct or delete the named lines.",
        )
    return blank


def _even(data: bytes, sign: bytes, width: int) -> bool:
    """Whether each line has as many fields as there are names, looked at as fast as can be; doubt is a no."""
    octets = np.frombuffer(data, np.uint8)
    ends = octets == 10
    separators = octets == sign[0]
    if b'"' in data:
        outside = np.cumsum(octets == 34, dtype=np.uint32) & 1 == 0
        ends, separators = ends & outside, separators & outside
        if not outside[-1]:
            return False
    places = np.flatnonzero(ends)
    if not len(places) or places[-1] != len(octets) - 1:
        places = np.append(places, len(octets) - 1)
    counts = np.diff(np.concatenate(([0], np.cumsum(separators, dtype=np.int64)[places])))
    return bool((counts == width - 1).all()) and width > 1


def _uneven(data: bytes, first_line: int, layout: Layout) -> Iterator[tuple[int, str]]:
    """Lines that are no rows of the table, and why; without a reason where they are empty."""
    line = first_line
    for record in records(data, layout.separator):
        fields = fields_of(record, layout)
        if isinstance(fields, str) or not fields:
            yield line, fields if isinstance(fields, str) else ""
        line += record.count(b"\n")


def _require_utf8(name: str, data: bytes, first_line: int, layout: Layout) -> None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        before = data[start : error.start].decode(errors="replace")
        cells = next(csv.reader([before], delimiter=layout.separator.decode()), [""])
        column = layout.names[len(cells) - 1] if 0 < len(cells) <= len(layout.names) else ""
        line = first_line + data.count(b"\n", 0, error.start)
        raise _no_utf8(name, line, data[error.start], column) from error


def _no_utf8(name: str, line: int, octet: int, column: str) -> DatasetRefused:
    where = f", column `{column}`" if column else ""
    return DatasetRefused(
        f"{name}, line {line}{where}: the byte 0x{octet:02X} is not UTF-8.",
        fix="Save the file as UTF-8, or name its encoding: --encoding latin-1 (of Windows often cp1252).",
    )


def _without_nameless(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Without columns that have neither a name nor a value, as a separator at the end of each line makes."""
    if "" not in frame.columns:
        return frame
    nameless = [at for at, each in enumerate(frame.columns) if not each]
    for at in nameless:
        series = frame.to_series(at)
        if series.null_count() < len(series) and not (series.cast(pl.String).str.strip_chars() == "").all():
            raise DatasetRefused(
                f"{name}, line 1: column {at + 1} has no name, but holds values.",
                fix="Name it in the header, or delete it.",
            )
    return frame.select([series for series in frame if series.name])
