"""RFC 8785: what is hashed is written in one form, byte for byte as the published vectors say."""

import json
import math
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.canonical_json import digest, encode, number

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "jcs" / "testdata"

# Appendix B of the RFC: the bits of a double and its text.
DOUBLES = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the published vectors are not on this machine")
@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_published_vectors(name: str) -> None:
    """Each input of the RFC's own test data comes out as the bytes that it gives."""
    value = json.loads((VECTORS / "input" / f"{name}.json").read_text(encoding="utf-8"))
    expected = bytes.fromhex((VECTORS / "outhex" / f"{name}.txt").read_text())
    assert encode(value) == expected == (VECTORS / "output" / f"{name}.json").read_bytes()


@pytest.mark.parametrize(("bits", "text"), DOUBLES.items())
def test_doubles_of_the_appendix(bits: str, text: str) -> None:
    """A double is written as ECMAScript writes it, for each sample of appendix B."""
    assert number(struct.unpack(">d", bytes.fromhex(bits))[0]) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_comes_back(value: float) -> None:
    """The text of a double reads back as the same double."""
    assert float(number(value)) == value


@given(st.recursive(st.none() | st.booleans() | st.text() | st.integers(-(2**53), 2**53), st.lists))
def test_what_is_written_is_json(value: object) -> None:
    """The canonical form is JSON, and canonical again."""
    written = encode(value)
    assert json.loads(written) == value
    assert encode(json.loads(written)) == written


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53 + 1, "\ud800"])
def test_what_has_no_one_form_is_refused(value: float | str) -> None:
    """NaN, infinities, integers beyond a double and broken text are errors, never approximations."""
    with pytest.raises(ValueError, match=r"double|JSON|surrogate"):
        encode(value)


def test_order_of_keys_does_not_matter() -> None:
    """Two spellings of one document have one digest; another document has another."""
    assert digest({"b": 1, "a": [True]}) == digest({"a": [True], "b": 1.0})
    assert digest({"a": 1}) != digest({"a": "1"})
