"""Words are letters, marks and numbers in what is trained now; versions from before read them as they were trained."""

import msgspec
import polars as pl
import pytest

from inference.features.tokens import Vocabulary, tokens_of
from training.tokens import learn

BEFORE = b'{"texts":["note"],"categories":[],"numbers":{},"places":{},"weights":[]}'


def words(vocabulary: Vocabulary, text: str) -> list[str]:
    return tokens_of(vocabulary, [text], [], []).words[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("बिजली बिल 2026", ["बिजली", "बिल", "2026"]),
        ("क्यों, नहीं?", ["क्यों", "नहीं"]),
        ("மின்சார கட்டணம்", ["மின்சார", "கட்டணம்"]),
        ("Café d'été", ["cafe\u0301", "d'e\u0301te\u0301"]),
        ("It's paid_twice", ["it's", "paid", "twice"]),
    ],
)
def test_words_keep_their_vowels(text: str, expected: list[str]) -> None:
    """Also where a letter and its accent are two characters."""
    now = learn(pl.DataFrame({"note": [text, text]}), ["note"], [], [])
    spelt = text.replace("é", "e\u0301")
    assert words(now, spelt) == expected
    assert any(
        place.endswith(f":{expected[0]}")
        for place in learn(pl.DataFrame({"note": [spelt] * 2}), ["note"], [], []).places
    )


def test_versions_from_before_read_as_they_learned() -> None:
    """A vocabulary that does not say how it reads breaks words at marks, as all did; one that is written anew says it."""
    before = msgspec.json.decode(BEFORE, type=Vocabulary)
    assert words(before, "बिजली बिल") == ["ब", "जल", "ब", "ल"]
    now = learn(pl.DataFrame({"note": ["a a", "a b"]}), ["note"], [], [])
    assert msgspec.json.decode(msgspec.json.encode(now), type=Vocabulary).words == 2
    assert words(now, "plain words, 12") == words(before, "plain words, 12")
