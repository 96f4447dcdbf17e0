"""What stands in webhooks of gateways, taken as what it should be or not at all."""

import datetime as dt
import re

_TYPE = re.compile(r"[a-z][a-z0-9_.]{0,63}")
_REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NOT_SLUG = re.compile(r"[^a-z0-9_-]+")
_MINOR_MAX = 10**15


class FactRefused(ValueError):
    """Signed, but no event."""


def object_of(value: object) -> dict[str, object]:
    return {str(name): each for name, each in value.items()} if isinstance(value, dict) else {}


def kind_of(value: object) -> str:
    if not isinstance(value, str) or not _TYPE.fullmatch(value):
        raise FactRefused("no type")
    return value


def reference_of(value: object) -> str | None:
    return value if isinstance(value, str) and _REFERENCE.fullmatch(value) else None


def text_of(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 128 else None


def amount_of(value: object) -> int | None:
    known = isinstance(value, int) and not isinstance(value, bool) and 0 < value < _MINOR_MAX
    return value if known and isinstance(value, int) else None


def currency_of(value: object) -> str | None:
    known = isinstance(value, str) and value.isascii() and value.isalpha() and len(value) == 3
    return value.upper() if known and isinstance(value, str) else None


def slug_of(value: object) -> str | None:
    """A code of the gateway as we write codes: no sentence, and no long number in it."""
    if not isinstance(value, str):
        return None
    slug = _NOT_SLUG.sub("_", value.lower()).strip("_-")[:40]
    return slug if slug and not re.search(r"[0-9](?:[._-]?[0-9]){8}", slug) else None


def time_of(value: object) -> dt.datetime:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**11:
        raise FactRefused("no time")
    return dt.datetime.fromtimestamp(value, dt.UTC)
