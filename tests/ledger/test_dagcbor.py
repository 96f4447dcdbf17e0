"""CIDs and dag-cbor: the published fixtures, an independent implementation, and what must be refused."""

import json
import pathlib
from typing import cast

import libipld
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.verifier.dagcbor import (
    DAG_CBOR,
    RAW,
    BlockRefused,
    Cid,
    Node,
    cid_of,
    decode,
    encode,
    parse_cid,
    read_varint,
    varint,
)
from tests.ledger import vectors

FIXTURES = vectors.VECTORS / "ipld-codec"
BLOCKS = sorted((FIXTURES / "fixtures").glob("*/*.dag-cbor"))

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False).filter(
        lambda value: value != 0 or str(value) == "0.0"
    )  # libipld writes -0.0 as 0.0
    | st.text(max_size=40)
    | st.binary(max_size=40)
)
NODES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=20), inner, max_size=5),
)


def test_every_published_fixture_is_there() -> None:
    """The parametrized test below runs over all of them, or none of them is beside this checkout."""
    vectors.folder("ipld-codec")
    assert len(BLOCKS) == 128


@pytest.mark.parametrize("path", BLOCKS, ids=lambda path: path.parent.name)
def test_a_published_fixture_is_read_and_written_to_the_same_cid(path: pathlib.Path) -> None:
    """github.com/ipld/codec-fixtures: the file's name is the CID of its bytes, read, written and hashed."""
    data = path.read_bytes()
    assert encode(decode(data)) == data
    assert str(cid_of(DAG_CBOR, data)) == path.stem
    assert str(parse_cid(path.stem)) == path.stem


def test_the_negative_fixtures_are_refused() -> None:
    """Duplicate keys, which lenient readers let pass."""
    folder = vectors.folder("ipld-codec/negative-fixtures")
    cases = [case for path in sorted(folder.rglob("*.json")) for case in json.loads(path.read_text())]
    assert cases
    for case in cases:
        with pytest.raises(BlockRefused):
            decode(bytes.fromhex(cast(str, case["hex"])))


@given(value=NODES)
def test_an_independent_library_writes_the_same_bytes(value: Node) -> None:
    """libipld, in Rust: the same bytes for the same value, and it reads ours back."""
    data = encode(value)
    assert libipld.encode_dag_cbor(value) == data
    assert decode(data) == value


@given(data=st.binary(max_size=300))
def test_an_independent_library_makes_the_same_cid(data: bytes) -> None:
    """The text of a CID decodes, in libipld, to version 1, the codec, SHA-256 and the plain digest."""
    for codec in (RAW, DAG_CBOR):
        cid = cid_of(codec, data)
        told = libipld.decode_cid(str(cid))
        assert (told["version"], told["codec"], told["hash"]["code"]) == (1, codec, 0x12)
        assert told["hash"]["digest"] == cid.digest
        assert libipld.encode_cid(cid.octets()) == str(cid)


def test_a_raw_cid_is_the_plain_sha_256_of_the_file() -> None:
    """What Helia 7 answers for `hello world`: research/components.md section 4."""
    assert str(cid_of(RAW, b"hello world")) == "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x18\x17",
        b"\x19\x00\xff",
        b"\x1a\x00\x00\xff\xff",
        b"\x1b\x00\x00\x00\x00\xff\xff\xff\xff",
        b"\x9f\xff",
        b"\x5f\x41a\xff",
        b"\xbf\xff",
        b"\x01\x01",
        b"\xf7",
        b"\xf8\x20",
        b"\xf9\x3c\x00",
        b"\xfa\x3f\x80\x00\x00",
        b"\xfb\x7f\xf8" + bytes(6),
        b"\xfb\x7f\xf0" + bytes(6),
        b"\xfb\x3f",
        b"\xc1\x00",
        b"\xd8\x2a\x41\x00",
        b"\xd8\x2a\x43\x01\x01\x55",
        b"\xd8\x2a\x60",
        b"\xd8\x2a",
        b"\xa2\x61b\x00\x61a\x00",
        b"\xa2\x62aa\x00\x61b\x00",
        b"\xa1\x01\x00",
        b"\x61\xff",
        b"\x62a",
        b"\x42a",
        b"\x82\x00",
        b"\xa1\x61a",
        b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x81" * 100 + b"\x00",
    ],
    ids=bytes.hex,
)
def test_what_has_a_second_form_or_no_end_is_refused(data: bytes) -> None:
    """Long numbers, indefinite lengths, other tags, short floats, unsorted keys, cut and trailing bytes, deep nesting."""
    with pytest.raises(BlockRefused):
        decode(data)


@given(data=st.binary(max_size=120))
def test_whatever_is_read_is_written_to_the_same_bytes(data: bytes) -> None:
    """No bytes are accepted in two forms; refusals are the only other end."""
    try:
        value = decode(data)
    except BlockRefused:
        return
    assert encode(value) == data


@pytest.mark.parametrize(
    "text",
    ["", "b", "zdj7Wd8AMwqnhJGQCbFxBVodGSBG84TM7Hs1rcJuQMwTyfEDS", "bafkreifzjut3te2n", "b!", "bé"],
)
def test_a_text_that_is_no_cid_is_refused(text: str) -> None:
    with pytest.raises(BlockRefused):
        parse_cid(text)


def test_a_cid_has_one_spelling() -> None:
    """Capitals, padding bits and trailing bytes would make two names of one block."""
    text = str(cid_of(RAW, b""))
    for other in (text.upper(), text + "a", text[:-1] + "7", f"{text}===="):
        with pytest.raises(BlockRefused):
            parse_cid(other)


@given(value=st.integers(0, 2**63 - 1))
def test_numbers_are_read_as_written(value: int) -> None:
    assert read_varint(varint(value), 0) == (value, len(varint(value)))


@pytest.mark.parametrize(
    "data", [b"", b"\x80", b"\x80\x00", b"\xff" * 9, b"\xff" * 10 + b"\x01"], ids=bytes.hex
)
def test_numbers_in_another_form_are_refused(data: bytes) -> None:
    with pytest.raises(BlockRefused):
        read_varint(data, 0)


def test_what_dag_cbor_cannot_hold_is_not_written() -> None:
    for value in (2**64, -(2**64) - 1, float("nan"), float("inf")):
        with pytest.raises(BlockRefused):
            encode(value)


def test_a_link_of_another_kind_is_kept_as_it_is() -> None:
    """A block may link to what is hashed otherwise; only its own bytes must be SHA-256 to be checked."""
    other = Cid(1, 0x55, 0x00, b"abc")
    assert decode(encode([other])) == [other]
    assert not other.matches(b"abc")
