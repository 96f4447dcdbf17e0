"""Texts, categories and numbers of one row to weighted tokens: one function for training, for files and for requests.

Words and pairs of words, letters within words (so that a misspelt or cut merchant still looks like itself), the whole
text, categories, and whole texts together with categories.
"""

import itertools
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

FAMILIES = ("words", "letters", "facts")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_DIGITS = re.compile(r"\d+")
_LETTERS = (2, 5)
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


def counted(
    vocabulary: Vocabulary,
    texts: Sequence[str | None],
    categories: Sequence[str | None],
    numbers: Sequence[float | None],
) -> dict[str, Counter[str]]:
    """The tokens of one row by family. texts, categories, numbers: in the vocabulary's order, None where missing."""
    words: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    facts: Counter[str] = Counter()
    wholes = []
    for number, text in enumerate(texts):
        if text is None:
            facts[f"f{number}:missing"] += 1
            continue
        lowered = text.lower()
        found = _WORD.findall(lowered)
        words.update(f"w{number}:{word}" for word in found)
        words.update(f"w{number}:{a} {b}" for a, b in itertools.pairwise(found))
        letters.update(_letters(number, found))
        wholes.append(f"{number}={_DIGITS.sub('0', lowered)}")
        facts[f"f{wholes[-1]}"] += 1
    known = [
        f"{name}={value}"
        for name, value in zip(vocabulary.categories, categories, strict=True)
        if value is not None
    ]
    facts.update(f"c{each}" for each in known)
    facts.update(f"x{each}|{whole}" for each in known[:_CROSSED_MAX] for whole in wholes)
    facts.update(
        f"x{a}|{b}" for place, a in enumerate(known[:_CROSSED_MAX]) for b in known[place + 1 : _CROSSED_MAX]
    )
    facts.update(
        f"n{name}:{bisect_left(edges, value)}"
        for (name, edges), value in zip(vocabulary.numbers.items(), numbers, strict=True)
        if value is not None
    )
    return {"words": words, "letters": letters, "facts": facts}


def weighted(vocabulary: Vocabulary, row: dict[str, Counter[str]]) -> tuple[list[int], list[float]]:
    """Places and weights of the known tokens of a row: 1 + log(count), by rarity, each family with length one."""
    indices: list[int] = []
    data: list[float] = []
    places, weights = vocabulary.places, vocabulary.weights
    for tokens in row.values():
        found = [
            (places[token], (1 + math.log(count)) * weights[places[token]])
            for token, count in tokens.items()
            if token in places
        ]
        norm = sum(value * value for _, value in found) ** 0.5 or 1.0
        indices.extend(place for place, _ in found)
        data.extend(value / norm for _, value in found)
    return indices, data


def _letters(number: int, words: Sequence[str]) -> Iterator[str]:
    low, high = _LETTERS
    for word in words:
        padded = f" {word} "
        for size in range(low, high + 1):
            for at in range(len(padded) - size + 1):
                yield f"l{number}:{padded[at : at + size]}"
