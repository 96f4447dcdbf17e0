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


class Owner(NamedTuple):
    """kind: a word of a text, a text as a whole or its absence, or the value of any other column. word: '' but of a word."""

    column: str
    kind: OwnerKind
    word: str = ""


def shared_out(
    vocabulary: Vocabulary,
    texts: Sequence[str | None],
    categories: Sequence[str | None],
    numbers: Sequence[float | None],
    tokens: Tokens,
    each: Mapping[str, float],
) -> dict[Owner, float]:
    """Give what every occurrence of a token says to its owners, so that nothing is lost and nothing added.

    tokens: what `tokens_of` made of the rest. each: by token, for one of its occurrences in the row; 0 where absent.
    """
    found: defaultdict[Owner, float] = defaultdict(float)
    for owners, amount in _facts(vocabulary, texts, categories, numbers, each):
        for owner in owners:
            found[owner] += amount / len(owners)
    for number, column in enumerate(vocabulary.texts):
        for word, amount in _by_word(number, tokens.words[number], tokens.letters[number], each).items():
            found[Owner(column, "word", word)] += amount
    return dict(found)


def _by_word(
    number: int, words: Sequence[str], letters: Mapping[str, Sequence[str]], each: Mapping[str, float]
) -> dict[str, float]:
    found = {
        word: times
        * (
            each.get(f"w{number}:{word}", 0.0)
            + sum([each[token] for token in letters[word] if token in each])
        )
        for word, times in Counter(words).items()
    }
    for a, b in itertools.pairwise(words):
        half = each.get(f"w{number}:{a} {b}", 0.0) / 2
        found[a] += half
        found[b] += half
    return found


def _facts(
    vocabulary: Vocabulary,
    texts: Sequence[str | None],
    categories: Sequence[str | None],
    numbers: Sequence[float | None],
    each: Mapping[str, float],
) -> Iterator[tuple[tuple[Owner, ...], float]]:
    wholes = []
    for number, (name, text) in enumerate(zip(vocabulary.texts, texts, strict=True)):
        if text is None:
            yield (Owner(name, "missing"),), each.get(f"f{number}:missing", 0.0)
        else:
            wholes.append((Owner(name, "text"), whole_of(number, text)))
    known = [
        (Owner(name, "value"), f"{name}={value}")
        for name, value in zip(vocabulary.categories, categories, strict=True)
        if value is not None
    ]
    crossed = known[:CROSSED_MAX]
    for owner, whole in wholes:
        yield (owner,), each.get(f"f{whole}", 0.0)
        for other, said in crossed:
            yield (owner, other), each.get(f"x{said}|{whole}", 0.0)
    for owner, said in known:
        yield (owner,), each.get(f"c{said}", 0.0)
    for (a, one), (b, two) in itertools.combinations(crossed, 2):
        yield (a, b), each.get(f"x{one}|{two}", 0.0)
    for (name, edges), value in zip(vocabulary.numbers.items(), numbers, strict=True):
        if value is not None:
            yield (Owner(name, "value"),), each.get(edge_of(name, edges, value), 0.0)
