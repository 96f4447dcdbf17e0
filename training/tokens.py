"""Rows of text and categories to sparse weighted tokens, for linear models of many classes.

Words and pairs of words, letters within words (so that a misspelt or cut merchant still looks like itself), the whole
text, categories, and whole texts together with categories. Learned once, kept as data, applied without the library's
own pickles.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from training.conforming import text_of

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_DIGITS = re.compile(r"\d+")
_FAMILIES = ("words", "letters", "facts")
_FAMILY_MAX = {"words": 60_000, "letters": 90_000, "facts": 40_000}
_LETTERS = (2, 5)
_STEPS = 12
_CROSSED_MAX = 4


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """texts, categories: columns. numbers: columns and the edges that they are cut at.

    places: of each token; weights: its inverse document frequency (scikit-learn's smoothed form).
    """

    texts: tuple[str, ...]
    categories: tuple[str, ...]
    numbers: dict[str, tuple[float, ...]]
    places: dict[str, int]
    weights: tuple[float, ...]


def learn(
    frame: pl.DataFrame, texts: Sequence[str], categories: Sequence[str], numbers: Sequence[str]
) -> Vocabulary:
    """Tokens that at least two rows have, the commonest first where there are too many."""
    edges = {name: _edges(frame[name]) for name in numbers}
    bare = Vocabulary(texts=tuple(texts), categories=tuple(categories), numbers=edges, places={}, weights=())
    counts: dict[str, Counter[str]] = {family: Counter() for family in _FAMILIES}
    for row in _rows(bare, frame):
        for family, tokens in row.items():
            counts[family].update(tokens.keys())
    kept: list[tuple[str, int]] = []
    for family in _FAMILIES:
        common = [(token, count) for token, count in counts[family].items() if count >= 2]
        common.sort(key=lambda item: (-item[1], item[0]))
        kept.extend(common[: _FAMILY_MAX[family]])
    kept.sort()
    weights = tuple(float(np.log((1 + frame.height) / (1 + count)) + 1) for _, count in kept)
    return msgspec.structs.replace(
        bare, places={token: place for place, (token, _) in enumerate(kept)}, weights=weights
    )


def encode(vocabulary: Vocabulary, frame: pl.DataFrame) -> sparse.csr_matrix:
    """float32[n, tokens]: 1 + log(count), by rarity, each family of a row with length one."""
    places, weights = vocabulary.places, vocabulary.weights
    data: list[float] = []
    indices: list[int] = []
    starts = [0]
    for row in _rows(vocabulary, frame):
        for tokens in row.values():
            found = [
                (places[t], (1 + np.log(c)) * weights[places[t]]) for t, c in tokens.items() if t in places
            ]
            norm = sum(value * value for _, value in found) ** 0.5 or 1.0
            indices.extend(place for place, _ in found)
            data.extend(value / norm for _, value in found)
        starts.append(len(indices))
    shape = (frame.height, len(places))
    return sparse.csr_matrix(
        (np.array(data, np.float32), np.array(indices, np.int32), np.array(starts)), shape=shape
    )


def _rows(vocabulary: Vocabulary, frame: pl.DataFrame) -> Iterator[dict[str, Counter[str]]]:
    texts = [_column(frame, name) for name in vocabulary.texts]
    categories = [_column(frame, name) for name in vocabulary.categories]
    numbers = [_number_tokens(frame, name, edges) for name, edges in vocabulary.numbers.items()]
    names = vocabulary.categories
    for index in range(frame.height):
        words: Counter[str] = Counter()
        letters: Counter[str] = Counter()
        facts: Counter[str] = Counter()
        wholes = []
        for number, text in enumerate(texts):
            value = text[index]
            if value is None:
                facts[f"f{number}:missing"] += 1
                continue
            lowered = value.lower()
            found = _WORD.findall(lowered)
            words.update(f"w{number}:{word}" for word in found)
            words.update(f"w{number}:{a} {b}" for a, b in itertools.pairwise(found))
            letters.update(_letters(number, found))
            wholes.append(f"{number}={_DIGITS.sub('0', lowered)}")
            facts[f"f{wholes[-1]}"] += 1
        known = [
            f"{names[place]}={column[index]}"
            for place, column in enumerate(categories)
            if column[index] is not None
        ]
        facts.update(f"c{each}" for each in known)
        facts.update(f"x{each}|{whole}" for each in known[:_CROSSED_MAX] for whole in wholes)
        facts.update(
            f"x{a}|{b}"
            for place, a in enumerate(known[:_CROSSED_MAX])
            for b in known[place + 1 : _CROSSED_MAX]
        )
        facts.update(tokens[index] for tokens in numbers if tokens[index])
        yield {"words": words, "letters": letters, "facts": facts}


def _letters(number: int, words: Sequence[str]) -> Iterator[str]:
    low, high = _LETTERS
    for word in words:
        padded = f" {word} "
        for size in range(low, high + 1):
            for at in range(len(padded) - size + 1):
                yield f"l{number}:{padded[at : at + size]}"


def _column(frame: pl.DataFrame, name: str) -> list[str | None]:
    if name not in frame.columns:
        return [None] * frame.height
    return text_of(frame[name]).to_list()


def _edges(series: pl.Series) -> tuple[float, ...]:
    values = series.cast(pl.Float64, strict=False).drop_nulls().drop_nans().to_numpy()
    if not len(values):
        return ()
    return tuple(float(edge) for edge in np.unique(np.quantile(values, np.linspace(0, 1, _STEPS + 1)[1:-1])))


def _number_tokens(frame: pl.DataFrame, name: str, edges: Sequence[float]) -> list[str]:
    if name not in frame.columns:
        return [""] * frame.height
    values: NDArray[np.float64] = frame[name].cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    places = np.searchsorted(np.array(edges), values)
    return [
        "" if np.isnan(value) else f"n{name}:{place}" for value, place in zip(values, places, strict=True)
    ]
