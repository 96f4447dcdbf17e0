"""Texts, categories and numbers of one row to weighted tokens: one function for training, for files and for requests.

Words and pairs of words, letters within words (so that a misspelt or cut merchant still looks like itself), the whole
text, categories, and whole texts together with categories.
"""

import itertools
import math
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

FAMILIES = ("words", "letters", "facts")
WORDS: Literal[1, 2] = 2
"""How words are read by what is trained now."""


def _marks() -> str:
    """All combining marks (Unicode category M), as ranges of a character class: vowel signs and the virama are among them."""
    found: list[list[int]] = []
    for code in itertools.chain(range(0x300, 0x1E951), range(0xE0100, 0xE01F0)):
        if unicodedata.category(chr(code))[0] == "M":
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in found)


MARKS = _marks()
_LETTERED = r"[^\W_]+"
_MARKED = rf"[^\W_]+(?:[{MARKS}]+[^\W_]*)*"
_WORD_OF = {
    1: re.compile(rf"{_LETTERED}(?:'{_LETTERED})?"),
    2: re.compile(rf"{_MARKED}(?:'{_MARKED})?"),
}
_DIGITS = re.compile(r"\d+")
_LETTERS = (2, 5)
CROSSED_MAX = 4
"""Categories of a row that are taken together with one another and with whole texts."""


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """texts, categories: columns. numbers: columns and the edges that they are cut at.

    places: of each token; weights: its inverse document frequency (scikit-learn's smoothed form).
    words: 1 breaks words at marks, as versions from before do, 2 has letters, marks and numbers in them.
    """

    texts: tuple[str, ...]
    categories: tuple[str, ...]
    numbers: dict[str, tuple[float, ...]]
    places: dict[str, int]
    weights: tuple[float, ...]
    words: Literal[1, 2] = 1


class Tokens(NamedTuple):
    """families: how often a row has each token. words: of each text, in order. letters: of each text, by word."""

    families: dict[str, Counter[str]]
    words: list[list[str]]
    letters: list[dict[str, list[str]]]


def counted(
    vocabulary: Vocabulary,
    texts: Sequence[str | None],
    categories: Sequence[str | None],
    numbers: Sequence[float | None],
) -> dict[str, Counter[str]]:
    """The tokens of one row by family. texts, categories, numbers: in the vocabulary's order, None where missing."""
    return tokens_of(vocabulary, texts, categories, numbers).families


def tokens_of(
    vocabulary: Vocabulary,
    texts: Sequence[str | None],
    categories: Sequence[str | None],
    numbers: Sequence[float | None],
) -> Tokens:
    """As `counted`, with what the letters were counted in."""
    said: list[list[str]] = [[] for _ in texts]
    spelt: list[dict[str, list[str]]] = [{} for _ in texts]
    words: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    facts: Counter[str] = Counter()
    wholes, word = [], _WORD_OF[vocabulary.words]
    for number, text in enumerate(texts):
        if text is None:
            facts[f"f{number}:missing"] += 1
            continue
        found = said[number] = word.findall(text.lower())
        spelt[number] = {each: _letters(number, each) for each in dict.fromkeys(found)}
        words.update(f"w{number}:{each}" for each in found)
        words.update(f"w{number}:{a} {b}" for a, b in itertools.pairwise(found))
        letters.update(itertools.chain.from_iterable(map(spelt[number].__getitem__, found)))
        wholes.append(whole_of(number, text))
        facts[f"f{wholes[-1]}"] += 1
    known = [
        f"{name}={value}"
        for name, value in zip(vocabulary.categories, categories, strict=True)
        if value is not None
    ]
    facts.update(f"c{each}" for each in known)
    facts.update(f"x{each}|{whole}" for each in known[:CROSSED_MAX] for whole in wholes)
    facts.update(
        f"x{a}|{b}" for place, a in enumerate(known[:CROSSED_MAX]) for b in known[place + 1 : CROSSED_MAX]
    )
    facts.update(
        edge_of(name, edges, value)
        for (name, edges), value in zip(vocabulary.numbers.items(), numbers, strict=True)
        if value is not None
    )
    return Tokens({"words": words, "letters": letters, "facts": facts}, said, spelt)


def weighted(vocabulary: Vocabulary, row: dict[str, Counter[str]]) -> tuple[list[int], list[float]]:
    """Places and weights of the known tokens of a row: 1 + log(count), by rarity, each family with length one."""
    indices: list[int] = []
    data: list[float] = []
    place_of, weights = vocabulary.places.get, vocabulary.weights
    for tokens in row.values():
        found = [
            (place, (1 + math.log(count)) * weights[place])
            for token, count in tokens.items()
            if (place := place_of(token)) is not None
        ]
        norm = sum(value * value for _, value in found) ** 0.5 or 1.0
        indices.extend(place for place, _ in found)
        data.extend(value / norm for _, value in found)
    return indices, data


def whole_of(number: int, text: str) -> str:
    """The text as a whole, all digits alike."""
    return f"{number}={_DIGITS.sub('0', text.lower())}"


def edge_of(name: str, edges: Sequence[float], value: float) -> str:
    """Between which edges a number lies."""
    return f"n{name}:{bisect_left(edges, value)}"


def _letters(number: int, word: str) -> list[str]:
    low, high = _LETTERS
    padded, prefix = f" {word} ", f"l{number}:"
    return [
        prefix + padded[at : at + size]
        for size in range(low, high + 1)
        for at in range(len(padded) - size + 1)
    ]
