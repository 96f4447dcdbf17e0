"""Rows of text and categories to sparse weighted tokens, for linear models of many classes.

Learned once, kept as data, applied without the library's own pickles, by the functions that read a request
(`inference.features.tokens`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import polars as pl
from scipy import sparse

from inference.features.tokens import FAMILIES, WORDS, Vocabulary, counted, weighted
from training.conforming import text_of
from training.stray_rows import ends_of

__all__ = ["Vocabulary", "encode", "learn"]

_FAMILY_MAX = {"words": 60_000, "letters": 90_000, "facts": 40_000}
_STEPS = 12


def learn(
    frame: pl.DataFrame,
    texts: Sequence[str],
    categories: Sequence[str],
    numbers: Sequence[str],
    stray: pl.DataFrame | None = None,
) -> Vocabulary:
    """Tokens that at least two rows have, the commonest first where there are too many.

    stray: rows that are about nothing. With them, a number that is outside of what the others have is told from their largest.
    """
    edges = {name: _edges(frame[name], outside=stray is not None) for name in numbers}
    bare = Vocabulary(
        texts=tuple(texts), categories=tuple(categories), numbers=edges, places={}, weights=(), words=WORDS
    )
    counts: dict[str, Counter[str]] = {family: Counter() for family in FAMILIES}
    for row in (*_rows(bare, frame), *(() if stray is None else _rows(bare, stray))):
        for family, tokens in row.items():
            counts[family].update(tokens.keys())
    kept: list[tuple[str, int]] = []
    for family in FAMILIES:
        common = [(token, count) for token, count in counts[family].items() if count >= 2]
        common.sort(key=lambda item: (-item[1], item[0]))
        kept.extend(common[: _FAMILY_MAX[family]])
    kept.sort()
    height = frame.height + (0 if stray is None else stray.height)
    weights = tuple(float(np.log((1 + height) / (1 + count)) + 1) for _, count in kept)
    return msgspec.structs.replace(
        bare, places={token: place for place, (token, _) in enumerate(kept)}, weights=weights
    )


def encode(vocabulary: Vocabulary, frame: pl.DataFrame) -> sparse.csr_matrix:
    """float32[n, tokens]: 1 + log(count), by rarity, each family of a row with length one."""
    data: list[float] = []
    indices: list[int] = []
    starts = [0]
    for row in _rows(vocabulary, frame):
        places, weights = weighted(vocabulary, row)
        indices.extend(places)
        data.extend(weights)
        starts.append(len(indices))
    shape = (frame.height, len(vocabulary.places))
    return sparse.csr_matrix(
        (np.array(data, np.float32), np.array(indices, np.int32), np.array(starts)), shape=shape
    )


def _rows(vocabulary: Vocabulary, frame: pl.DataFrame) -> Iterator[dict[str, Counter[str]]]:
    texts = [_column(frame, name) for name in vocabulary.texts]
    categories = [_column(frame, name) for name in vocabulary.categories]
    numbers = [_numbers(frame, name) for name in vocabulary.numbers]
    for index in range(frame.height):
        yield counted(
            vocabulary,
            [column[index] for column in texts],
            [column[index] for column in categories],
            [column[index] for column in numbers],
        )


def _column(frame: pl.DataFrame, name: str) -> list[str | None]:
    if name not in frame.columns:
        return [None] * frame.height
    return text_of(frame[name]).to_list()


def _edges(series: pl.Series, *, outside: bool) -> tuple[float, ...]:
    values = series.cast(pl.Float64, strict=False).drop_nulls().drop_nans().to_numpy()
    if not len(values):
        return ()
    inner = np.quantile(values, np.linspace(0, 1, _STEPS + 1)[1:-1])
    ends = ends_of(values.tolist()) if outside else None
    return tuple(np.unique(inner if ends is None else [ends[0], *inner, ends[1]]).tolist())


def _numbers(frame: pl.DataFrame, name: str) -> list[float | None]:
    if name not in frame.columns:
        return [None] * frame.height
    return frame[name].cast(pl.Float64, strict=False).fill_nan(None).to_list()
