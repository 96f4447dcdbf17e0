"""Bodies without what they say of anybody: the shape stays, and words that only the product or its settings choose."""

import json
import re

import msgspec

BYTES_MAX = 16_384
_ITEMS_MAX = 20
_DEPTH_MAX = 12
_OWN_ID = re.compile(r"[a-z]{2,5}_[0-9a-hjkmnp-tv-z]{26}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}(Z|[+-][0-9]{2}:[0-9]{2})")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,63}")
_PLACE = re.compile(r"[a-z_][a-z0-9_]{0,63}(?:\.[a-z_][a-z0-9_]{0,63}|\[[0-9]{1,6}\]){0,12}")
# All in one case, as the product's own words are and names of people seldom; or a language.
_WORD = re.compile(r"[a-z][a-z_.\-]{0,39}|[A-Z][A-Z_]{0,39}|[a-z]{2,3}-[A-Z]{2}")
# Keys whose words are chosen from lists that the product or a tenant's admin keeps, never by or of a customer.
_TOLD = frozenset(
    [
        "channel",
        "code",
        "currency",
        "direction",
        "engine",
        "environment",
        "event",
        "face",
        "format",
        "kind",
        "language",
        "level",
        "method",
        "mode",
        "model",
        "outcome",
        "permission",
        "role",
        "ruleset",
        "stage",
        "standing",
        "state",
        "status",
        "type",
        "use_case",
        "use_cases",
    ]
)
# What a problem says is written by the product, and nothing of it is personal (`core.errors`).
_PROBLEM = frozenset({"type", "title", "status", "code", "fix", "request_id"})


def mask(body: bytes, *, ours: bool = False) -> str | None:
    """Mask a body of JSON. Returns: JSON text of at most 16 KiB; None for what is no JSON or larger.

    Names of fields, own ids, moments, true, false and null stay, and words of fields like `currency` or `status`. Every other
    text becomes `text of N`, every other number `number`. ours: an answer of the service, which may be a problem: of that what the
    product says stays, too.
    """
    if not body or len(body) > BYTES_MAX:
        return None
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    problem = ours and isinstance(value, dict) and {"code", "fix", "request_id"} <= value.keys()
    return json.dumps(_masked(value, "", 0, _PROBLEM if problem else frozenset()), separators=(",", ":"))


def _masked(value: object, key: str, depth: int, open_keys: frozenset[str]) -> object:
    match value:
        case None | bool():
            return value
        case int() | float():
            return value if key in open_keys else "number"
        case str():
            return value if key in open_keys or _tells_nothing(value, key) else f"text of {len(value)}"
        case _ if depth == _DEPTH_MAX:
            return "deeper"
        case list():
            shown = [_masked(each, key, depth + 1, open_keys) for each in value[:_ITEMS_MAX]]
            return shown if len(value) <= _ITEMS_MAX else [*shown, f"{len(value) - _ITEMS_MAX} more"]
        case dict():
            return {_named(name): _masked(each, name, depth + 1, open_keys) for name, each in value.items()}
    return "value"


def _tells_nothing(value: str, key: str) -> bool:
    if _OWN_ID.fullmatch(value) or _MOMENT.fullmatch(value):
        return True
    if key == "field":
        return _PLACE.fullmatch(value) is not None
    return key in _TOLD and _WORD.fullmatch(value) is not None


def _named(name: str) -> str:
    return name if _NAME.fullmatch(name) else f"name of {len(name)}"
