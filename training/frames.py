"""Files to tables: CSV (also gzipped) and Parquet, dates in the forms that people write, and nothing guessed silently."""

import dataclasses
import gzip
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inference.number_forms import MISSING
from training.csv_files import AS_IT_SHOWS, CsvForm, read_csv
from training.errors import DatasetRefused

ROWS_MAX = 5_000_000
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


def read_table(path: Path, form: CsvForm = AS_IT_SHOWS, texts: Sequence[str] = ()) -> pl.DataFrame:
    """A CSV (header in the first line; `.csv.gz` too; whatever separates the header's names separates) or a Parquet file.

    texts: columns of a CSV that are left as texts.
    """
    if not path.is_file():
        raise DatasetRefused(f"There is no file {path}.", fix="Name a CSV or Parquet file.")
    name = path.name.lower()
    try:
        if name.endswith((".parquet", ".pq")):
            frame = _plain(pl.read_parquet(path))
        elif name.removesuffix(".gz").endswith((".csv", ".tsv")):
            tabbed = name.removesuffix(".gz").endswith(".tsv") and not form.separator
            form = dataclasses.replace(form, separator="tab") if tabbed else form
            frame = tidy(read_csv(path, form, texts), texts)
        else:
            raise DatasetRefused(
                f"{path.name} is neither CSV nor Parquet by its name.", fix="Name a CSV or Parquet file."
            )
    except (pl.exceptions.PolarsError, OSError, EOFError) as error:
        raise DatasetRefused(
            f"{path.name} cannot be read as a table: {str(error).splitlines()[0]}.",
            fix="Save the file again as CSV in UTF-8.",
        ) from error
    if not 0 < frame.height <= ROWS_MAX:
        raise DatasetRefused(
            f"{path.name} has {frame.height:,} rows; from 1 to {ROWS_MAX:,} can be used.",
            fix="Name a file with so many rows.",
        )
    return frame


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


def tidy(frame: pl.DataFrame, texts: Sequence[str] = ()) -> pl.DataFrame:
    """Spaces around a text of a CSV mean nothing: ` ` is missing, and a column of padded numbers is one of numbers. How letters
    are composed means nothing either (Unicode's NFC).

    texts: columns that are left as texts.
    """
    for name in frame.columns:
        if frame[name].dtype == pl.String:
            stripped = frame[name].str.strip_chars().str.normalize("NFC")
            stripped = stripped.set(stripped == "", None)
            numbers = stripped.cast(pl.Float64, strict=False)
            is_number = numbers.null_count() == stripped.null_count() < len(numbers) and name not in texts
            frame = frame.with_columns(numbers if is_number else stripped)
    return frame


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def as_dates(series: pl.Series, form: str = "") -> pl.Series | None:
    """The column as UTC times without a zone (Datetime in ms), or None when it does not hold dates.

    Text is read in the form that is given, else in the first of the known ones, that fits nearly all of it; what does not fit
    becomes missing.
    """
    dtype = series.dtype
    if dtype == pl.Date:
        return series.cast(pl.Datetime("ms"))
    if isinstance(dtype, pl.Datetime):
        plain = series.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if dtype.time_zone else series
        return plain.cast(pl.Datetime("ms"))
    if dtype != pl.String:
        return None
    best = _best_form(series, form)
    if best is None:
        return None
    parsed = _parse(series, best)
    present = int(_spelt_missing(series).is_not_null().sum())
    return parsed if len(parsed) - parsed.null_count() >= _DATE_SHARE_MIN * present else None


def date_form(series: pl.Series) -> str:
    """The form that `as_dates` reads a column of texts in; nothing where it is ISO 8601, which is read everywhere."""
    best = _best_form(series, "") if series.dtype == pl.String else None
    return "" if best is None or best.startswith("%Y-%m-%d") else best


def _best_form(series: pl.Series, first: str) -> str | None:
    sample = _spelt_missing(series).drop_nulls().head(_SAMPLE)
    if len(sample) == 0 or not bool(sample.str.contains(r"\d").any()):
        return None
    best: tuple[int, str] | None = None
    for form in dict.fromkeys((*filter(None, [first]), *DATE_FORMATS, *_OFFSET_FORMATS)):
        found = _parse(sample, form)
        count = len(found) - found.null_count()
        if count >= _DATE_SHARE_MIN * len(sample) and (best is None or count > best[0]):
            best = (count, form)
    return None if best is None else best[1]


def _spelt_missing(series: pl.Series) -> pl.Series:
    """Texts without those that say that there is none."""
    return series.set(series.str.strip_chars().str.to_lowercase().is_in(list(MISSING)), None)


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
