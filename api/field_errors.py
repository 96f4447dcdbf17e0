"""What msgspec refuses, said again as field, reason and fix, the same on both faces: in words, with the values that are allowed."""

import re
from collections.abc import Mapping, Sequence

from msgspec import inspect

from core.errors import FieldError, shown

_AT = re.compile(r"^(?P<reason>.*?)(?: - at (?:`key` in )?`\$?\.?(?P<path>[^`]*)`)?$", re.DOTALL)
_QUOTING = re.compile(r"^Invalid (?:enum )?value .*", re.DOTALL)
_NAMED = re.compile(r"(?P<what>required|unknown) field `(?P<name>[^`]*)`")
_FORM = re.compile(r"matching regex (?P<pattern>'.*')$", re.DOTALL)
_BOUND = re.compile(
    r"^Expected `(?P<kind>[a-z]+)`(?: (?P<how>of length|multiple of))? ?(?P<bound>[<>=]* ?[-0-9.e+]+)$"
)
_STEP = re.compile(r"[^.\[\]]+|\[[^\]]*\]")
_TEXT_LENGTH_MAX = 200
_ALLOWED_MAX = 40
_AN_INSTANT = 'Send a time with its zone, such as "2026-11-20T10:00:00Z".'
_KINDS: Mapping[str, str] = {
    "int": "a whole number", "float": "a number", "str": "a text", "bool": "true or false", "datetime": "a time with its zone",
    "date": "a day such as 2026-11-20", "object": "an object", "array": "a list", "null": "null", "bytes": "base64",
}  # fmt: skip
_FORMS: Mapping[str, str] = {
    r"^[a-z0-9][a-z0-9_.-]*$": "small letters, digits, `_`, `.` and `-`, beginning with a letter or digit",
    r"^[^\x00-\x1f\x7f]+$": "text without control characters such as line ends and tabs",
    r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$": "text without control characters but line ends and tabs",
    r"^[A-Z]{3}$": "three capital letters, such as INR",
    r"^[A-Z]{2}$": "two capital letters, such as IN",
    r"^20[0-9]{2}-(0[1-9]|1[0-2])$": "a month, such as 2026-11",
    r"^[0-9A-Za-z-]+$": "letters, digits and `-`",
    r"^0x[0-9a-fA-F]{40}$": "an address: 0x and 40 hexadecimal digits",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits in small letters",
    r"^[A-Za-z0-9_+/-]+$": "letters, digits, `_`, `+`, `/` and `-`",
    r"^[A-Za-z0-9_.]+$": "letters, digits, `_` and `.`",
    r"^[A-Za-z_][A-Za-z0-9_]*$": "letters, digits and `_`, beginning with no digit",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters and digits with single `-` between them",
    r"^[a-z][a-z0-9_]*$": "small letters, digits and `_`, beginning with a letter",
    r"^[a-z][a-z0-9-]*$": "small letters, digits and `-`, beginning with a letter",
    r"^[a-z][a-z0-9_-]*$": "small letters, digits, `_` and `-`, beginning with a letter",
    r"^[a-z][a-z0-9_.-]*$": "small letters, digits, `_`, `.` and `-`, beginning with a letter",
    r"^[a-z][a-z0-9_.-]*(\*)?$": "small letters, digits, `_`, `.` and `-`, beginning with a letter, and `*` at its end at most",
    r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$": "names of small letters, digits and `_`, with single dots between them",
    r"^[a-z0-9][a-z0-9-]*$": "small letters, digits and `-`, beginning with a letter or digit",
    r"^[a-z]{2,4}_[0-9a-z]+$": "an id as this service gives it, such as dec_01j9zq3v5m8w2x4y6z0a1b2c3d",
    r"^[A-Za-z][A-Za-z0-9-]*$": "letters, digits and `-`, beginning with a letter",
    r"^[A-Za-z0-9_.:-]+$": "letters, digits, `_`, `.`, `:` and `-`",
    r"^/[A-Za-z0-9_.*/{}-]*$": "a path that begins with `/`, of letters, digits, `_`, `.`, `*`, `/`, `-` and braces",
    r"^[\x21-\x7e]+$": "ASCII characters that can be seen",
    r"^\+?[0-9]{6,15}$": "a telephone number of 6 to 15 digits, with its country, such as +919812345678",
    r"^\+?[A-Za-z0-9]{3,20}$": "3 to 20 letters or digits",
    r"^[0-9]+$": "digits",
    r"^[^\x00-\x1f\x7f]*$": "a text without characters that cannot be seen",
    r"^[^\s@<>,;:\x22()\[\]\\]+@[A-Za-z0-9.-]+$": "one address of mail, such as someone@example.com",
    r"^[a-z]{2,3}(-[A-Z]{2})?$": "a language, such as en or hi-IN",
    r"^[a-z][a-z0-9_]{0,63}$": "up to 64 small letters, digits and `_`, beginning with a letter",
}
"""Every form that a field of ours may ask for, in words (a test holds them together)."""


def field_error(text: str, declared: object) -> FieldError:
    """Read the text of a msgspec.ValidationError: its path names the field, its words the reason.

    declared: the type that was decoded, which knows what values there are.
    """
    match = _AT.match(text)
    reason, path = (match["reason"], match["path"] or "") if match else (text, "")
    named = _NAMED.search(reason)
    if named is None:
        said, fix = _said(reason, path, declared)
        return FieldError(field=_clip(path), reason=_clip(said), fix=fix)
    if named["what"] == "unknown":
        field = _clip(f"{path}.{shown(named['name'])}".lstrip("."))
        return FieldError(
            field=field, reason="There is no such field.", fix="Remove it, or correct its name."
        )
    field = _clip(f"{path}.{named['name']}".lstrip("."))
    return FieldError(field=field, reason="This field is required.", fix="Add it.")


def words_of(pattern: str) -> str | None:
    """Return what a pattern asks for, in words."""
    return _FORMS.get(pattern.removesuffix(r"(?!\n)"))


def _said(reason: str, path: str, declared: object) -> tuple[str, str]:
    """The reason and the fix, both in words."""
    if _QUOTING.match(reason):
        known = allowed(declared, path)
        fix = (
            f"Use one of: {', '.join(known[:_ALLOWED_MAX])}."
            if known
            else "Use one of the documented values."
        )
        return "Invalid value: it is none of those that are known.", fix
    if "datetime" in reason and "got `" not in reason:
        return f"{reason}.", _AN_INSTANT
    form = _FORM.search(reason)
    if form is not None:
        pattern = form["pattern"][1:-1].replace("\\\\", "\\")
        words = words_of(pattern) or "the form that the reference shows"
        return f"It must be {words}.", f"Send {words}."
    if "got `" in reason:
        kinds = reason.removeprefix("Expected ").partition(", got")[0].replace("`", "").split(" | ")
        fix = _AN_INSTANT if "datetime" in kinds else f"Send {' or '.join(map(_kind, kinds))}."
        return f"{reason}.", fix
    bound = _BOUND.match(reason)
    if bound is None:
        return f"{reason}.", "Send a value within the documented range, length and form."
    how = f" {bound['how']}" if bound["how"] else ""
    return f"{reason}.", f"Send {_kind(bound['kind'])}{how} {bound['bound'].strip()}."


def _kind(name: str) -> str:
    return _KINDS.get(name, name)


def allowed(declared: object, path: str) -> Sequence[str]:
    """Return the values that a field of a closed list takes; none where its type is not known by its path."""
    found = [inspect.type_info(declared)]
    for step in _STEP.findall(path):
        found = [inner for each in found for inner in _inner(each, step)]
    return list(dict.fromkeys(str(value) for each in found for value in _values(each)))


def _inner(kind: inspect.Type, step: str) -> list[inspect.Type]:
    """What lies one step into a type, whatever it may be."""
    found: list[inspect.Type] = []
    for each in _plain(kind):
        if isinstance(each, inspect.StructType) and not step.startswith("["):
            found += [field.type for field in each.fields if field.encode_name == step]
        elif isinstance(each, inspect.DictType):
            found.append(each.value_type)
        elif isinstance(each, inspect.ListType | inspect.VarTupleType | inspect.SetType):
            found.append(each.item_type)
    return found


def _values(kind: inspect.Type) -> list[object]:
    found: list[object] = []
    for each in _plain(kind):
        if isinstance(each, inspect.LiteralType):
            found += each.values
        elif isinstance(each, inspect.EnumType):
            found += [member.value for member in each.cls]
    return found


def _plain(kind: inspect.Type) -> list[inspect.Type]:
    """The type without what is said of it, or each type of a union."""
    if isinstance(kind, inspect.Metadata):
        return _plain(kind.type)
    if isinstance(kind, inspect.UnionType):
        return [inner for each in kind.types for inner in _plain(each)]
    return [kind]


def _clip(text: str) -> str:
    return text if len(text) <= _TEXT_LENGTH_MAX else f"{text[:_TEXT_LENGTH_MAX]}…"
