"""Whose a row's tokens are: the words, texts and values that they were made of. The way back from `tokens.counted`.

What a token says belongs in equal parts to what it was made of: a pair of words to both, letters to the words they stand in, a
whole text with a category to either column.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from inference.features.tokens import CROSSED_MAX, Tokens, Vocabulary, edge_of, whole_of

OwnerKind = Literal["word", "text", "value", "missing"]
Times = dict[int, float]
"""How many occurrences of a token an owner has, by the token."""


class Owner(NamedTuple):
    """kind: a word of a text, a text as a whole or its absence, or the value of any other column. word: '' but of a word."""

    column: str
    kind: OwnerKind
    word: str = ""


def owned(
    vocabulary: Vocabulary,
    texts: Sequence[str | None],
    categories: Sequence[str | None],
    numbers: Sequence[float | None],
    tokens: Tokens,
    known: Mapping[str, int],
) -> dict[Owner, Times]:
    """Give every occurrence of a token to its owners, so that nothing is lost and nothing added. An owner of no known one has none.

    tokens: what `tokens_of` made of the rest. known: the tokens that count, by name; others belong to nobody.
    """
    found: dict[Owner, Times] = {}
    for owners, name in _facts(vocabulary, texts, categories, numbers):
        token = known.get(name)
        for owner in owners:
            times = found.setdefault(owner, {})
            if token is not None:
                times[token] = times.get(token, 0.0) + 1 / len(owners)
    for number, column in enumerate(vocabulary.texts):
        for word, times in _by_word(number, tokens.words[number], tokens.letters[number], known).items():
            found[Owner(column, "word", word)] = times
    return found


def _by_word(
    number: int, words: Sequence[str], letters: Mapping[str, Sequence[str]], known: Mapping[str, int]
) -> dict[str, Times]:
    found: dict[str, Times] = {}
    for word, count in Counter(words).items():
        times: defaultdict[int, float] = defaultdict(float)
        for name in (f"w{number}:{word}", *letters[word]):
            token = known.get(name)
            if token is not None:
                times[token] += count
        found[word] = times
    for a, b in itertools.pairwise(words):
        token = known.get(f"w{number}:{a} {b}")
        if token is not None:
            found[a][token] += 0.5
            found[b][token] += 0.5
    return found


def _facts(
    vocabulary: Vocabulary,
    texts: Sequence[str | None],
    categories: Sequence[str | None],
    numbers: Sequence[float | None],
) -> Iterator[tuple[tuple[Owner, ...], str]]:
    """Each token that is no word and no letters of one, with its owners."""
    wholes = []
    for number, (name, text) in enumerate(zip(vocabulary.texts, texts, strict=True)):
        if text is None:
            yield (Owner(name, "missing"),), f"f{number}:missing"
        else:
            wholes.append((Owner(name, "text"), whole_of(number, text)))
    known = [
        (Owner(name, "value"), f"{name}={value}")
        for name, value in zip(vocabulary.categories, categories, strict=True)
        if value is not None
    ]
    crossed = known[:CROSSED_MAX]
    for owner, whole in wholes:
        yield (owner,), f"f{whole}"
        for other, said in crossed:
            yield (owner, other), f"x{said}|{whole}"
    for owner, said in known:
        yield (owner,), f"c{said}"
    for (a, one), (b, two) in itertools.combinations(crossed, 2):
        yield (a, b), f"x{one}|{two}"
    for (name, edges), value in zip(vocabulary.numbers.items(), numbers, strict=True):
        if value is not None:
            yield (Owner(name, "value"),), edge_of(name, edges, value)
