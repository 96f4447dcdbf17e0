"""Texts of messages: plain data per language with `{names}` in them, filled in once and never read again as a template."""

import re
from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from resolution.actions import ActionFailed

TEXT_CHARS_MAX = 4_000
VALUE_CHARS_MAX = 500
DEFAULT_LANGUAGE = "en"

Language = Annotated[str, Meta(max_length=6, pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
Texts = Annotated[
    dict[Language, Annotated[str, Meta(min_length=1, max_length=TEXT_CHARS_MAX)]],
    Meta(min_length=1, max_length=20),
]
Values = Annotated[dict[str, Annotated[str, Meta(max_length=VALUE_CHARS_MAX)] | int], Meta(max_length=50)]

_PLACE = re.compile(r"{([a-z][a-z0-9_]{0,63})}")
_BRACES = re.compile(r"{[^{}\n]{0,100}}")


def chosen(texts: Mapping[str, str], language: str) -> str:
    """The text of the language; else of its family, of English, or the first there is."""
    for each in (language, language.partition("-")[0], DEFAULT_LANGUAGE):
        if each in texts:
            return texts[each]
    return next(iter(texts.values()))


def places_of(*texts: str) -> list[str]:
    """The names of values that texts have places for, in the order in which they come."""
    return list(dict.fromkeys(name for text in texts for name in _PLACE.findall(text)))


def strays_of(text: str) -> list[str]:
    """What looks like a place and is none: it would go out as it stands."""
    return [each for each in _BRACES.findall(text) if not _PLACE.fullmatch(each)]


def filled(text: str, values: Mapping[str, str | int], *, one_line: bool = False) -> str:
    """Put values in their places, without what controls a terminal, a header or a reader's direction.

    Raises: ActionFailed with `text_refused` where a place has no value.
    """

    def value_of(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise ActionFailed("text_refused", retryable=False)
        return _plain(str(values[found[1]]), one_line=True)

    return _PLACE.sub(value_of, _plain(text, one_line=one_line))


def _plain(text: str, *, one_line: bool) -> str:
    kept = "".join(each for each in text if each.isprintable() or each in "\n\t\u200c\u200d")
    return " ".join(kept.split()) if one_line else kept
