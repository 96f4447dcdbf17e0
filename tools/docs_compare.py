"""Holds what a page says that was printed to what was printed. What changes from run to run is masked on both sides.

White space does not count, `…` in the page stands for anything, a number told with three decimals or more stands for what
rounds to it. Everything else must be equal.
"""

import json
import re
from collections.abc import Iterator, Mapping

from core.json_values import JsonValue

ANYTHING = "…"
ID = re.compile(r"\b([a-z]{2,4})_([0-9a-hjkmnp-tv-z]{26})\b")
_MASKS = (
    (re.compile(r"\b([a-z]{2,4})_[0-9a-hjkmnp-tv-z]{26}\b"), r"\1_#"),
    (re.compile(r"\bcmk_(live|sandbox)_[A-Za-z0-9_]{20,}"), r"cmk_\1_#"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?"), "TIME"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"(?<![\w+/=-])(?=[\w+/-]*[0-9A-Z])[\w+/-]{40,}={0,2}"), "BASE64"),
    (re.compile(r"\b127\.0\.0\.1:\d{4,5}\b"), "ADDRESS"),
)
_TOKEN = re.compile(r"…|(?<![\w.])-?\d+\.\d{3,}(?![\w.])")
_NUMBER = r"(-?\d+(?:\.\d+)?(?:e-?\d+)?)"


def ids(text: str) -> dict[str, str]:
    """Return the first id of each prefix in a text."""
    found = dict[str, str]()
    for each in ID.finditer(text):
        found.setdefault(each[1], each[0])
    return found


def same(told: str, printed: str) -> bool:
    """Whether the page's text is what was printed, from its beginning to its end."""
    pattern, decimals = _pattern(_plain(told))
    found = re.fullmatch(pattern, _plain(printed), re.DOTALL)
    return found is not None and all(
        _rounds(number, shown) for number, shown in zip(found.groups(), decimals, strict=True)
    )


def _plain(text: str) -> str:
    for mask, instead in _MASKS:
        text = mask.sub(instead, text)
    return "".join(text.split())


def _pattern(told: str) -> tuple[str, list[str]]:
    parts, decimals, at = list[str](), list[str](), 0
    for token in _TOKEN.finditer(told):
        parts.append(re.escape(told[at : token.start()]))
        if token[0] == ANYTHING:
            parts.append(".*?")
        else:
            parts.append(_NUMBER)
            decimals.append(token[0])
        at = token.end()
    return "".join((*parts, re.escape(told[at:]))), decimals


def _rounds(number: str, shown: str) -> bool:
    places = min(len(shown.partition(".")[2]), 6)
    return f"{float(number):.{places}f}" == f"{float(shown):.{places}f}"


def bound(told: str, printed: str) -> dict[str, str]:
    """Return what the ids written in a page stand for: of each prefix, the first told for the first printed, and so on."""
    stands = dict[str, str]()
    for prefix in {each[1] for each in ID.finditer(told)}:
        ours = list(dict.fromkeys(each[0] for each in ID.finditer(told) if each[1] == prefix))
        theirs = list(dict.fromkeys(each[0] for each in ID.finditer(printed) if each[1] == prefix))
        stands.update(zip(ours, theirs, strict=False))
    return stands


def difference(told: str, printed: str) -> str:
    """Where JSON that a page shortens is not what was printed, or nothing: what is told must be there, more may be."""
    try:
        return next(_differences(json.loads(told), json.loads(printed), "the answer"), "")
    except ValueError:
        return "it is not JSON"


def _differences(told: JsonValue, printed: JsonValue, at: str) -> Iterator[str]:
    match told:
        case dict() if isinstance(printed, Mapping):
            for key, value in told.items():
                if key in printed:
                    yield from _differences(value, printed[key], f"{at}.{key}")
                else:
                    yield f"{at}.{key} is not there"
        case list() if isinstance(printed, list):
            more = bool(told) and isinstance(told[-1], str) and told[-1].startswith(ANYTHING)
            listed = told[:-1] if more else told
            if not (len(printed) > len(listed) if more else len(printed) == len(listed)):
                yield f"{at} has {len(printed)} items"
            for number, (one, other) in enumerate(zip(listed, printed, strict=False)):
                yield from _differences(one, other, f"{at}[{number}]")
        case str() if isinstance(printed, str) and same(told, printed):
            return
        case float() if isinstance(printed, int | float) and _rounds(str(printed), str(told)):
            return
        case _ if told != printed or type(told) is not type(printed):
            yield f"{at} is {json.dumps(printed, ensure_ascii=False)[:200]}"
