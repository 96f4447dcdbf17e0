"""JSON in the one form that is hashed. Source: RFC 8785 (JCS); its published vectors are among the tests."""

import hashlib
import math
from collections.abc import Mapping, Sequence

INTEGER_MAX = 2**53
_ESCAPES = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
_ESCAPED = {code: _ESCAPES.get(code, f"\\u{code:04x}") for code in (*range(32), 34, 92)}


def encode(value: object) -> bytes:
    """Encode canonically.

    Raises: ValueError on NaN, an infinity, a lone surrogate, an integer that a double cannot hold, or what is not JSON.
    """
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts).encode("utf-8")


def digest(value: object) -> bytes:
    """SHA-256 over the canonical form, 32 bytes."""
    return hashlib.sha256(encode(value)).digest()


def _write(value: object, parts: list[str]) -> None:
    if value is None:
        parts.append("null")
    elif isinstance(value, bool):
        parts.append("true" if value else "false")
    elif isinstance(value, str):
        parts.append(_text(value))
    elif isinstance(value, int):
        if abs(value) > INTEGER_MAX:
            raise ValueError(f"the integer {value} is beyond what a double holds exactly")
        parts.append(str(value))
    elif isinstance(value, float):
        parts.append(number(value))
    elif isinstance(value, Mapping):
        _write_object(value, parts)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        _write_array(value, parts)
    else:
        raise ValueError(f"a {type(value).__name__} has no JSON form")


def _write_object(value: Mapping[object, object], parts: list[str]) -> None:
    parts.append("{")
    for index, key in enumerate(sorted((_key(key) for key in value), key=_utf16)):
        parts.append(f"{',' if index else ''}{_text(key)}:")
        _write(value[key], parts)
    parts.append("}")


def _write_array(value: Sequence[object], parts: list[str]) -> None:
    parts.append("[")
    for index, item in enumerate(value):
        if index:
            parts.append(",")
        _write(item, parts)
    parts.append("]")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise ValueError("a key that is no text has no JSON form")  # noqa: TRY004  callers catch one error
    return key


def _utf16(key: str) -> bytes:
    """Keys are sorted by UTF-16 code units (section 3.2.3), which differs from code points above U+FFFF."""
    return key.encode("utf-16-be", "surrogatepass")


def _text(value: str) -> str:
    return f'"{value.translate(_ESCAPED)}"'


def number(value: float) -> str:
    """Write a double as ECMAScript does (section 3.2.2.3): Python finds the same shortest digits, in another shape."""
    if not math.isfinite(value):
        raise ValueError("NaN and infinities have no JSON form")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    return sign + _shape(digits, point)


def _shape(digits: str, point: int) -> str:
    """Place the decimal point: `digits` without leading and trailing zeros, value 0.digits × 10^point."""
    if 0 < point <= 21:
        return (
            digits + "0" * (point - len(digits))
            if point >= len(digits)
            else f"{digits[:point]}.{digits[point:]}"
        )
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return f"{digits[0]}.{digits[1:]}{power}" if len(digits) > 1 else f"{digits}{power}"
