"""JSON values, and how an expectation is compared with one.

An expected object matches one that has at least its members. An object whose one member begins with `$` is a matcher:
`$match` a regular expression, `$any` one of several expectations, `$len` a length, `$type` a JSON type, `$last` what the last
element of a list matches, `$contains` a text that stands in the value as JSON.
"""

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_RELATIVE = 1e-12
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2})?(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "number": (int, float),
    "object": dict,
    "array": list,
    "boolean": bool,
}


def differences(expected: Json, found: Json, place: str = "value") -> list[str]:
    """Say where `found` is not what is expected; nothing where it is."""
    if isinstance(expected, dict):
        if len(expected) == 1:
            ((name, argument),) = expected.items()
            if name.startswith("$"):
                return _MATCHERS[name](argument, found, place)
        if not isinstance(found, dict):
            return [f"{place} is {_short(found)}, not an object"]
        return [
            line
            for name, each in expected.items()
            for line in differences(each, found.get(name), f"{place}.{name}")
        ]
    if isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return [f"{place} is {_short(found)}, not {_short(expected)}"]
        return [
            line
            for index, (one, other) in enumerate(zip(expected, found, strict=True))
            for line in differences(one, other, f"{place}[{index}]")
        ]
    return [] if _equal(expected, found) else [f"{place} is {_short(found)}, not {_short(expected)}"]


def missing(answered: Json, found: Json, place: str = "value") -> list[str]:
    """Say what of an answer a driver's value does not hold.

    A member that is null may be absent, one that the answer leaves out may stand with its default, and a time may be written
    with another offset: a typed client reads and writes it. Everything else must be the same.
    """
    if isinstance(answered, dict):
        if not isinstance(found, dict):
            return [f"{place} is {_short(found)}, not an object"]
        return [
            line
            for name, each in answered.items()
            if each is not None
            for line in missing(each, found.get(name), f"{place}.{name}")
        ]
    return (
        [
            line
            for index, one in enumerate(answered)
            for line in missing(one, _at(found, index), f"{place}[{index}]")
        ]
        if isinstance(answered, list) and isinstance(found, list) and len(answered) == len(found)
        else differences(answered, found, place)
    )


def _at(found: Json, index: int) -> Json:
    return found[index] if isinstance(found, list) else None


def _equal(one: Json, other: Json) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int) and isinstance(other, int):
        return one == other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=_RELATIVE)
    if isinstance(one, str) and isinstance(other, str) and one != other:
        return _TIME.fullmatch(one) is not None and _moment(one) == _moment(other)
    return one == other


def _moment(text: str) -> dt.datetime | None:
    """Microseconds are what times have here; languages may write nine digits or drop zeros."""
    if _TIME.fullmatch(text) is None:
        return None
    cut = re.sub(r"(\.\d{6})\d+", r"\1", text.upper().replace("Z", "+00:00"))
    return dt.datetime.fromisoformat(cut)


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"


def _matches(argument: Json, found: Json, place: str) -> list[str]:
    assert isinstance(argument, str)
    ok = isinstance(found, str) and re.search(argument, found) is not None
    return [] if ok else [f"{place} is {_short(found)}, which does not match {argument}"]


def _any(argument: Json, found: Json, place: str) -> list[str]:
    assert isinstance(argument, list)
    told = [differences(each, found, place) for each in argument]
    return [] if any(not each for each in told) else [" or ".join(each[0] for each in told)]


def _length(argument: Json, found: Json, place: str) -> list[str]:
    ok = isinstance(found, list | str | dict) and len(found) == argument
    return [] if ok else [f"{place} is {_short(found)}, not of length {argument}"]


def _type(argument: Json, found: Json, place: str) -> list[str]:
    assert isinstance(argument, str)
    ok = isinstance(found, _TYPES[argument]) and (argument == "boolean") == isinstance(found, bool)
    return [] if ok else [f"{place} is {_short(found)}, not of type {argument}"]


def _last(argument: Json, found: Json, place: str) -> list[str]:
    if not isinstance(found, list) or not found:
        return [f"{place} is {_short(found)}, not a list with something in it"]
    return differences(argument, found[-1], f"{place}[-1]")


def _contains(argument: Json, found: Json, place: str) -> list[str]:
    ok = str(argument) in json.dumps(found, ensure_ascii=False)
    return [] if ok else [f"{place} is {_short(found)}, in which there is no {argument}"]


_MATCHERS: Mapping[str, Callable[[Json, Json, str], list[str]]] = {
    "$match": _matches,
    "$any": _any,
    "$len": _length,
    "$type": _type,
    "$last": _last,
    "$contains": _contains,
}
