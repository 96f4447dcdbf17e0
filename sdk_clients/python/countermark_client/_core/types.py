# Generated from docs/openapi.json by `make generate-sdk-python`. Do not edit.
"""What the generated models share."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, Union

import attrs


class Unset:
    """The type of what was not told."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()
File = bytes


def plain(value: object) -> Any:
    """Return what JSON can hold: models as objects without what is unset, times as RFC 3339."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if attrs.has(type(value)):
        names: Mapping[str, str] = getattr(type(value), "_renamed", {})
        told = ((each.name, getattr(value, each.name)) for each in type(value).__attrs_attrs__)  # type: ignore[attr-defined]
        return {names.get(name, name): plain(each) for name, each in told if each is not UNSET}
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items() if each is not UNSET}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    if isinstance(value, datetime.datetime):
        return _time(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _time(value: datetime.datetime) -> str:
    """A time without a zone is meant in the local one, as Python's own functions take it."""
    aware = value if value.tzinfo is not None else value.astimezone()
    text = aware.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


__all__ = ["UNSET", "File", "Unset", "Union", "plain"]
