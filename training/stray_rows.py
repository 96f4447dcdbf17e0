"""Rows that are about none of the classes of a table: texts about nothing, values that nobody had, numbers far out, and gaps.

What classes learn of them is when to say that they do not know. Marks of a row that are not strange are drawn as the table has them,
column by column, for what is sent about nothing comes through the same channels.
"""

import dataclasses
from collections.abc import Sequence
from random import Random

import polars as pl

from training.conforming import text_of
from training.unlike_texts import unlike

SHARE = 0.25
"""Of the rows that a table has."""
ROWS_MIN, ROWS_MAX = 60, 5_000
OUTSIDE = 0.5
"""Of the span of a column: how far beyond its ends a number is outside."""
_EMPTY = 0.05
_FAR = (0.1, 3.0)  # ln of spans beyond that


@dataclasses.dataclass(frozen=True)
class Columns:
    texts: Sequence[str]
    categories: Sequence[str]
    numbers: Sequence[str]


def plain(frame: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """The columns that are read, as texts and float64."""
    words = [text_of(frame[name]).alias(name) for name in (*columns.texts, *columns.categories)]
    return pl.DataFrame(
        [*words, *(_numbers(frame[name]) for name in columns.numbers)],
        schema_overrides=dict.fromkeys((*columns.texts, *columns.categories), pl.String),
    )


def stray_rows(frame: pl.DataFrame, columns: Columns, seed: int) -> pl.DataFrame:
    """frame: as `plain` has it. Returns: as many rows of the same columns as are to be learned from and measured on."""
    count = min(ROWS_MAX, max(ROWS_MIN, round(SHARE * frame.height)))
    rng = Random(f"{seed}/stray rows")
    empty = [rng.random() < _EMPTY for _ in range(count)]
    strangely = 0.3 if columns.texts else 0.7
    found: list[pl.Series] = []
    for name in columns.texts:
        texts = [None if none or rng.random() < _EMPTY else unlike(rng) for none in empty]
        found.append(pl.Series(name, texts, dtype=pl.String))
    for name in columns.categories:
        known: list[str | None] = frame[name].to_list()
        values = [None if none else _category(rng, known, strangely) for none in empty]
        found.append(pl.Series(name, values, dtype=pl.String))
    for name in columns.numbers:
        numbers: list[float | None] = frame[name].to_list()
        ends = _ends(numbers)
        drawn = [None if none else _number(rng, numbers, ends, strangely) for none in empty]
        found.append(pl.Series(name, drawn, dtype=pl.Float64))
    return pl.DataFrame(found)


def ends_of(values: Sequence[float | None]) -> tuple[float, float] | None:
    """Beyond which a number is outside; None where there is none to tell by."""
    ends = _ends(values)
    if ends is None:
        return None
    low, high, span = ends
    return low - OUTSIDE * span, high + OUTSIDE * span


def _ends(values: Sequence[float | None]) -> tuple[float, float, float] | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    return low, high, (high - low) or max(1.0, abs(high))


def _category(rng: Random, known: Sequence[str | None], strangely: float) -> str | None:
    draw = rng.random()
    if draw >= strangely:
        return rng.choice(known)
    return None if draw < strangely / 3 else f"{unlike(rng)} {rng.randrange(10**6)}"


def _number(
    rng: Random, known: Sequence[float | None], ends: tuple[float, float, float] | None, strangely: float
) -> float | None:
    draw = rng.random()
    if draw >= strangely:
        return rng.choice(known)
    if draw < strangely / 4 or ends is None:
        return None
    low, high, span = ends
    beyond = span * (OUTSIDE + rng.lognormvariate(*_FAR))
    return high + beyond if rng.random() < 0.6 else low - beyond


def _numbers(series: pl.Series) -> pl.Series:
    return series.cast(pl.Float64, strict=False).fill_nan(None)
