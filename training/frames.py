"""Files to tables: CSV (also gzipped) and Parquet, dates in the forms that people write, and nothing guessed silently."""

import gzip
import hashlib
import io
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from training.errors import DatasetRefused

ROWS_MAX = 5_000_000
_NULLS = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"]
_DATE_SHARE_MIN = 0.95
# What a column of text may be when nearly all of it parses; month-first is tried only where day-first does not fit.
DATE_FORMATS = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%.fZ", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S",
    "%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%d.%m.%Y",
    "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d-%m-%Y", "%d-%m-%Y %H:%M:%S", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%Y-%m",
)  # fmt: skip
_OFFSET_FORMATS = (
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S%.f%z",
    "%Y-%m-%d %H:%M:%S%.f%z",
)
_SAMPLE = 2_000
_SEPARATORS = (",", ";", "\t", "|")
_HEADER_BYTES = 1_000_000


def read_table(path: Path) -> pl.DataFrame:
    """A CSV (header in the first line, UTF-8; `.csv.gz` too; whatever separates the header's names separates) or a Parquet file."""
    if not path.is_file():
        raise DatasetRefused(f"There is no file {path}.", fix="Name a CSV or Parquet file.")
    name = path.name.lower()
    try:
        if name.endswith((".parquet", ".pq")):
            frame = _plain(pl.read_parquet(path))
        elif name.removesuffix(".gz").endswith((".csv", ".tsv")):
            data = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
            separator = "\t" if name.removesuffix(".gz").endswith(".tsv") else _separator(data)
            frame = tidy(
                pl.read_csv(
                    io.BytesIO(data), infer_schema_length=None, null_values=_NULLS, separator=separator
                )
            )
        else:
            raise DatasetRefused(f"{path.name} is neither CSV nor Parquet by its name.")
    except (pl.exceptions.PolarsError, OSError, EOFError) as error:
        raise DatasetRefused(f"{path.name} cannot be read as a table: {error}.") from error
    if not 0 < frame.height <= ROWS_MAX:
        raise DatasetRefused(f"{path.name} has {frame.height:,} rows; from 1 to {ROWS_MAX:,} can be used.")
    return frame


def _separator(data: bytes) -> str:
    """Say what parts the names of the header: what stands there most often outside quotes, a comma where nothing does."""
    header = data[:_HEADER_BYTES].partition(b"\n")[0]
    bare = b"".join(header.split(b'"')[::2])
    return max(_SEPARATORS, key=lambda separator: bare.count(separator.encode()))


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Words that a file keeps as numbers with a dictionary are words."""
    kept = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Categorical | pl.Enum)]
    return frame.with_columns(pl.col(kept).cast(pl.String)) if kept else frame


def write_table(frame: pl.DataFrame, out: Path) -> None:
    name = out.name.lower()
    if name.endswith((".parquet", ".pq")):
        frame.write_parquet(out)
    elif name.endswith(".csv"):
        frame.write_csv(out)
    elif name.endswith(".csv.gz"):
        out.write_bytes(gzip.compress(frame.write_csv().encode(), mtime=0))
    else:
        raise DatasetRefused(
            f"{out.name} is neither CSV nor Parquet by its name.", fix="Name a .csv or .parquet file."
        )


def tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Spaces around a text of a CSV mean nothing: ` ` is missing, and a column of padded numbers is one of numbers."""
    for name in frame.columns:
        if frame[name].dtype == pl.String:
            stripped = frame[name].str.strip_chars()
            stripped = stripped.set(stripped == "", None)
            numbers = stripped.cast(pl.Float64, strict=False)
            is_number = numbers.null_count() == stripped.null_count() < len(numbers)
            frame = frame.with_columns(numbers if is_number else stripped)
    return frame


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def as_dates(series: pl.Series) -> pl.Series | None:
    """The column as UTC times without a zone (Datetime in ms), or None when it does not hold dates.

    Text is read in the first of the known formats that fits nearly all of it; what does not fit becomes missing.
    """
    dtype = series.dtype
    if dtype == pl.Date:
        return series.cast(pl.Datetime("ms"))
    if isinstance(dtype, pl.Datetime):
        plain = series.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if dtype.time_zone else series
        return plain.cast(pl.Datetime("ms"))
    if dtype != pl.String:
        return None
    present = series.drop_nulls()
    sample = present.head(_SAMPLE)
    if len(sample) == 0 or not bool(sample.str.contains(r"\d").any()):
        return None
    best: tuple[int, str] | None = None
    for form in (*DATE_FORMATS, *_OFFSET_FORMATS):
        found = _parse(sample, form)
        count = len(found) - found.null_count()
        if count >= _DATE_SHARE_MIN * len(sample) and (best is None or count > best[0]):
            best = (count, form)
    if best is None:
        return None
    parsed = _parse(series, best[1])
    return parsed if len(parsed) - parsed.null_count() >= _DATE_SHARE_MIN * len(present) else None


def _parse(series: pl.Series, form: str) -> pl.Series:
    if form.endswith("%z"):
        zoned = series.str.to_datetime(form, strict=False, time_unit="ms")
        return zoned.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    if form == "%Y-%m":  # a month is its first day
        series, form = series + "-01", "%Y-%m-%d"
    return series.str.to_datetime(form, strict=False, time_unit="ms")


def milliseconds(series: pl.Series) -> NDArray[np.int64]:
    """int64[n] of a complete column of dates."""
    return series.cast(pl.Datetime("ms")).to_physical().to_numpy().astype(np.int64)
