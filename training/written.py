"""Tables whose numbers are written as people write them: read where a whole column says how, and otherwise named.

What was read becomes part of the version: `Column.numbers` says how texts of the column are read wherever it answers.
"""

import dataclasses
from collections.abc import Collection, Mapping
from pathlib import Path

import polars as pl

from inference.number_forms import (
    MISSING,
    Doubt,
    NumberForm,
    decimal_of,
    form_of,
    is_missing,
    number_of,
    outline,
)
from training.csv_files import AS_IT_SHOWS, CsvForm
from training.errors import DatasetRefused
from training.frames import read_table
from training.job import TrainingJob

DECIMALS = {"comma": ",", "point": "."}
_OUTLINES_MAX = 5_000
_SAMPLE = 500
_FEW = 20  # different values of what may be names of classes
_LIKE_NUMBERS = 0.9
_MISTYPED_SHARE = 0.005
_UNREADABLE_SHARE_MAX = 0.5
_NOUGHT = "\u24ea"


@dataclasses.dataclass(frozen=True)
class Written:
    """A table with its numbers read. forms: of the columns that were not written in bare digits. notes: a sentence on each
    column that was read so, or that is left out since nobody can tell."""

    frame: pl.DataFrame
    forms: Mapping[str, NumberForm]
    notes: tuple[str, ...]


def read_written(
    path: Path,
    csv: CsvForm = AS_IT_SHOWS,
    decimal: str = "",
    skip: Collection[str] = (),
    needed: Collection[str] = (),
) -> Written:
    """Read a table to learn from.

    decimal: of DECIMALS, where the table does not tell. skip: columns that hold no numbers whatever they look like, as ids.
    needed: columns that cannot be left out. Raises: DatasetRefused.
    """
    frame = read_table(path, csv)
    forms, doubts, sign = _forms(frame, DECIMALS.get(decimal, ""), skip)
    if sign == "," and not path.name.lower().endswith((".parquet", ".pq")):
        # `5.000` looks like five to whatever reads a cell alone, and is five thousand beside `1.234,50`
        floats = [series.name for series in frame if series.dtype.is_float() and series.name not in skip]
        texts = read_table(path, csv, floats).select(floats)
        again, more, _ = _forms(texts, sign, (), bare_tells=True)
        forms |= {name: form for name, form in again.items() if "." in form.shape[:2]}
        frame = frame.with_columns([texts[name] for name in again if name in forms])
        doubts |= more
    notes = [f"`{name}` is written as {form.example} and was read so." for name, form in forms.items()]
    notes += [_said(name, doubt) for name, doubt in doubts.items()]
    read = [_numbers(frame[name], form).alias(name) for name, form in forms.items()]
    bare = [name for name in frame.columns if name not in {*forms, *doubts, *skip} and _is_bare(frame[name])]
    frame = frame.with_columns([*read, *(_plain(frame[name]) for name in bare)]).drop(list(doubts))
    lost = next((name for name in doubts if name in needed), None)
    if lost is not None:
        raise DatasetRefused(
            f"Column `{lost}` cannot be read: {doubts[lost].reason} (as in {doubts[lost].example}).",
            fix="Write bare digits, as 1234.56, in one unit, or say which sign parts decimals: --decimal comma.",
        )
    return Written(frame, forms, tuple(notes))


def table_for(job: TrainingJob) -> Written:
    """The table of a job. Raises: DatasetRefused."""
    if job.columns:  # decisions were made of them, so they are numbers already
        return Written(read_table(job.data, job.csv), {}, ())
    ids = [part for each in job.ids for part in each.split("+")]
    plain = {*ids, *job.exclude, *job.text, *filter(None, [job.time, job.known])}
    return read_written(job.data, job.csv, job.decimal, plain, {job.target})


def written_as(frame: pl.DataFrame, forms: Mapping[str, NumberForm]) -> tuple[pl.DataFrame, list[str]]:
    """A later table with numbers read as the version does. Returns: it, and a sentence for each thing amiss.

    Raises: DatasetRefused naming a column that is written otherwise, in a way that nobody can tell.
    """
    notes, found = [], []
    for name, form in forms.items():
        if name not in frame.columns or frame[name].dtype != pl.String:
            continue
        series = frame[name]
        read = _numbers(series, form)
        if _lost(series, read) > _UNREADABLE_SHARE_MAX:
            own = form_of(_outlines(series) or ["a"])
            if not isinstance(own, NumberForm) or own.unit not in {"", form.unit}:
                raise _otherwise(series, read, form)
            notes.append(f"`{name}` is written as {own.example} here, and as {form.example} in training.")
            read = _numbers(series, own)
        found.append(read.alias(name))
    return frame.with_columns(found), notes


def numbers_of(series: pl.Series) -> tuple[pl.Series, str]:
    """A text column where bare digits were in training, as numbers; what cannot be read is missing. Returns: it, and a
    sentence where it is written in another way. Raises: DatasetRefused where nobody can tell its numbers."""
    plain = _nulled(series).cast(pl.Float64, strict=False)
    if plain.null_count() == _nulled(series).null_count():
        return plain, ""
    own = form_of(_outlines(series) or ["a"], ".")
    if isinstance(own, NumberForm):
        return _numbers(series, own), f"`{series.name}` is written as {own.example} and was read so."
    if isinstance(own, Doubt) and _like_numbers(series):
        raise DatasetRefused(
            f"Column `{series.name}` should hold numbers, but {own.reason} (as in {own.example}).",
            fix="Write its numbers in one way, best in bare digits: 1234.56.",
        )
    return plain, ""


def _forms(
    frame: pl.DataFrame, decimal: str, skip: Collection[str], *, bare_tells: bool = False
) -> tuple[dict[str, NumberForm], dict[str, Doubt], str]:
    """The forms of the columns of texts, those that are in doubt, and the one sign that parts decimals in this table.

    bare_tells: whether bare digits of a column are a form too.
    """
    outlines = {
        series.name: lines for series in frame
        if series.dtype == pl.String
        and series.name not in skip
        and not _mistyped(series)
        and (lines := _outlines(series))
    }  # fmt: skip
    first = {name: form_of(lines) for name, lines in outlines.items()}
    signs = {decimal_of(form, outlines[name]) for name, form in first.items() if isinstance(form, NumberForm)}
    signs |= {
        "."
        for series in frame
        if series.dtype.is_float() and bool((series.fill_nan(None).drop_nulls() % 1 != 0).any())
    }
    known = signs - {""}
    if decimal and not bare_tells:
        known = {decimal}
    elif bare_tells:
        known |= {decimal}
    sign = next(iter(known)) if len(known) == 1 else ""
    forms: dict[str, NumberForm] = {}
    doubts: dict[str, Doubt] = {}
    for name, form in first.items():
        told = form_of(outlines[name], sign) if isinstance(form, Doubt) and sign else form
        if isinstance(told, Doubt):
            if frame[name].n_unique() > _FEW and _like_numbers(frame[name]):
                doubts[name] = told
        elif told is not None and not (_is_bare(frame[name]) and (not bare_tells or told.shape == "9999.99")):
            forms[name] = told
    own = {decimal_of(form, outlines[name]) for name, form in forms.items()} - {""}
    return forms, doubts, decimal or (next(iter(own)) if len(own) == 1 else "")


def _outlines(series: pl.Series) -> list[str]:
    """The outlines of a column's texts, as `number_forms.outline` makes them; none where it cannot be one of numbers."""
    present = series.drop_nulls()
    sample = present.head(_SAMPLE).to_list()
    if not sample or form_of({outline(each) for each in sample}) is None:
        return []
    lines = (
        present.str.strip_chars()
        .str.replace(r"^([^0-9]*)0", "${1}" + _NOUGHT)
        .str.replace_all("[0-9]", "9")
        .unique()
        .sort()
    )
    return [] if len(lines) > _OUTLINES_MAX else [each.replace(_NOUGHT, "0") for each in lines.to_list()]


def _nulled(series: pl.Series) -> pl.Series:
    stripped = series.str.strip_chars()
    return stripped.set(stripped.str.to_lowercase().is_in(list(MISSING)), None)


def _plain(series: pl.Series) -> pl.Series:
    return _nulled(series).cast(pl.Float64)


def _is_bare(series: pl.Series) -> bool:
    """Whether all that keeps texts from being plain numbers is how a missing one is spelt."""
    if series.dtype != pl.String:
        return False
    nulled = _nulled(series)
    return nulled.cast(pl.Float64, strict=False).null_count() == nulled.null_count() < len(nulled)


def _mistyped(series: pl.Series) -> bool:
    """Whether bare digits stand everywhere but in a row or two: that is a typing error, which is refused by its row, no form."""
    nulled = _nulled(series)
    odd = nulled.cast(pl.Float64, strict=False).null_count() - nulled.null_count()
    return 0 < odd <= max(1.0, _MISTYPED_SHARE * len(series))


def _numbers(series: pl.Series, form: NumberForm) -> pl.Series:
    """Float64, missing where there is none. One function reads the text here and in the service."""
    distinct = series.drop_nulls().unique()
    read = [number_of(form, text) for text in distinct.to_list()]
    known = pl.Series(read, dtype=pl.Float64, strict=False)
    return series.replace_strict(distinct, known, default=None, return_dtype=pl.Float64).fill_nan(None)


def _lost(series: pl.Series, read: pl.Series) -> float:
    """The share of what is there that could not be read."""
    present = int(_nulled(series).is_not_null().sum())
    return (present - (len(read) - read.null_count())) / max(present, 1)


def _like_numbers(series: pl.Series) -> bool:
    """Whether nearly all texts are numbers, in whatever way each is written."""
    lines = [
        each
        for each in (outline(text) for text in series.drop_nulls().head(_SAMPLE).to_list())
        if not is_missing(each)
    ]
    read = sum(isinstance(form_of([each], "."), NumberForm) for each in lines)
    return read >= _LIKE_NUMBERS * max(len(lines), 1)


def _said(name: str, doubt: Doubt) -> str:
    option = (
        ", or say which parts decimals: --decimal comma, --decimal point" if doubt.of_sign else " in one unit"
    )
    return f"`{name}` was left out: {doubt.reason} (as in {doubt.example}). Write bare digits, as 1234.56{option}."


def _otherwise(series: pl.Series, read: pl.Series, form: NumberForm) -> DatasetRefused:
    shown = outline(str(series.filter(read.is_null() & _nulled(series).is_not_null())[0]))
    return DatasetRefused(
        f"Column `{series.name}` should hold numbers written as {form.example}, but holds {shown}.",
        fix=f"Write them as the version was trained with: {form.example}.",
    )
