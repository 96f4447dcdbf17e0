"""Entries: deterministic CBOR and nothing else, and the fields that an entry has."""

import datetime as dt
import json
import re
import uuid

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import canonical as core_canonical
from core import intake
from core.clock import from_micros
from ledger.plain_entries import find_plain
from ledger.verifier import canonical, plain
from ledger.verifier.canonical import NotCanonical
from ledger.verifier.entries import EntryRefused, read_entry
from ledger.verifier.plain import PlainEntry
from tests.ledger import vectors

SAMPLE = intake.Entry(
    typ="decision.v1",
    log=uuid.UUID(int=1),
    eid=uuid.UUID(int=2),
    at=dt.datetime(2026, 11, 21, tzinfo=dt.UTC),
    act="key_0",
    out="approve",
    model=bytes(32),
    rules=bytes(32),
    score=-12_500,
    pc=(bytes(32), bytes(32)),
    refs=(uuid.UUID(int=3),),
)
ENCODED = intake.encode(SAMPLE)

canonical_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64 - 1)
    | st.text(max_size=30)
    | st.binary(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


# Appendix A by its first bytes: tags, floats and simple values, integer keys, and indefinite lengths, nested ones too.
REFUSED = re.compile(r"[cd]|f(?![456]$)|a201|[579b]f|83018202039f|83019f|826161bf")


def test_cbor_appendix_a() -> None:
    """Every example of RFC 8949 appendix A is kept, with its value, where the profile allows it, and else refused."""
    accepted = refused = 0
    for case in json.loads((vectors.folder("cbor") / "appendix_a.json").read_text()):
        data = bytes.fromhex(case["hex"])
        if REFUSED.match(case["hex"]):
            with pytest.raises(NotCanonical):
                canonical.decode(data)
            refused += 1
        else:
            value = canonical.decode(data)
            assert canonical.encode(value) == data
            assert "decoded" not in case or value == case["decoded"]
            accepted += 1
    assert (accepted, refused) == (36, 46)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xa2\x61a\x01\x61a\x02",
        b"\xa2\x61b\x01\x61a\x02",
        b"\x18\x01",
        b"\x1a\x00\x00\x00\x01",
        b"\xbf\x61a\x01\xff",
        b"\x7f\x61a\xff",
        b"\xfa\x3f\x80\x00\x00",
        b"\xf9\x7e\x00",
        b"\xf7",
        b"\xe0",
        b"\xc0\x61a",
        b"\xc2\x41\x01",
        b"\xa1\x01\x02",
        b"\x01\x01",
        b"\x61\xff",
        b"\x81" * 8_000 + b"\x01",
        b"\x5a\xff\xff\xff\xff",
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xd8\x1c\x81\xd8\x1d\x00",
        b"\x59\x40\x00" + bytes(16_384),
    ],
    ids=lambda data: data[:8].hex(),
)
def test_what_is_not_canonical_is_refused(data: bytes) -> None:
    """Repeated or unsorted keys, long forms, floats, tags, undefined, other keys, tails, depth, length: all refused."""
    with pytest.raises(NotCanonical):
        canonical.decode(data)


@given(canonical_values)
def test_both_encoders_write_and_read_the_same(value: core_canonical.Canonical) -> None:
    """What the server writes in the canonical form, the stand-alone verifier reads as the same value."""
    assert canonical.decode(core_canonical.encode(value)) == value


@settings(max_examples=500)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes make the reader fail otherwise, and what it reads, it would write."""
    try:
        value = canonical.decode(data)
    except NotCanonical:
        return
    assert cbor2.dumps(value, canonical=True) == data


def test_an_entry_reads_as_it_was_written() -> None:
    """Every field of the server's entry arrives in the verifier's."""
    entry = read_entry(ENCODED)
    assert (entry.typ, entry.act, entry.out, entry.score) == ("decision.v1", "key_0", "approve", -12_500)
    assert (entry.log, entry.eid, entry.refs) == (
        SAMPLE.log.bytes,
        SAMPLE.eid.bytes,
        (SAMPLE.refs[0].bytes,),
    )
    assert (entry.model, entry.rules, entry.pc) == (SAMPLE.model, SAMPLE.rules, SAMPLE.pc)
    assert entry.ts == 1_795_219_200_000_000


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": True},
        {"typ": ""},
        {"typ": b"x"},
        {"log": bytes(15)},
        {"eid": "x"},
        {"ts": -1},
        {"ts": "now"},
        {"score": True},
        {"model": bytes(31)},
        {"pc": []},
        {"pc": [bytes(31)]},
        {"refs": bytes(16)},
        {"name": "of somebody"},
        {"act": None},
    ],
    ids=str,
)
def test_a_field_out_of_its_form_is_refused(change: dict[str, object]) -> None:
    """Types and lengths are part of the format; an unknown field is refused, so nothing hides in a leaf."""
    fields = {**cbor2.loads(ENCODED), **change}
    with pytest.raises(EntryRefused):
        read_entry(cbor2.dumps(fields, canonical=True))


@pytest.mark.parametrize("name", ["v", "typ", "log", "eid", "ts", "act"])
def test_a_missing_field_is_refused(name: str) -> None:
    """Each required field is required."""
    fields = {key: value for key, value in cbor2.loads(ENCODED).items() if key != name}
    with pytest.raises(EntryRefused):
        read_entry(cbor2.dumps(fields, canonical=True))


entries = st.builds(
    intake.Entry,
    typ=st.text(min_size=1, max_size=20),
    log=st.uuids(),
    eid=st.uuids(),
    at=st.integers(0, 2**53).map(from_micros),
    act=st.text(min_size=1, max_size=40),
    out=st.none() | st.text(min_size=1, max_size=20),
    model=st.none() | st.binary(min_size=32, max_size=32),
    rules=st.none() | st.binary(min_size=32, max_size=32),
    score=st.none() | st.integers(-(2**31), 2**31 - 1),
    pc=st.lists(st.binary(min_size=32, max_size=32), max_size=3).map(tuple),
    refs=st.lists(st.uuids(), max_size=3).map(tuple),
)


@given(entry=entries)
def test_what_is_written_is_canonical_and_plain(entry: intake.Entry) -> None:
    """Fields are written in the canonical order, and the quick reader takes every entry of ours, as the verifier does."""
    data = intake.encode(entry)
    assert data == cbor2.dumps(cbor2.loads(data), canonical=True)
    plain = find_plain(data)
    assert plain is not None
    read = read_entry(data)
    assert (plain.log, plain.eid, plain.ts, plain.typ) == (read.log, read.eid, read.ts, read.typ)


@given(entry=entries, at=st.integers(0, 400), bits=st.integers(1, 255), cut=st.integers(0, 3))
@settings(max_examples=500)
def test_what_is_plain_is_read_by_every_verifier(entry: intake.Entry, at: int, bits: int, cut: int) -> None:
    """No damage gets past the quick reader that the verifier would refuse."""
    data = bytearray(intake.encode(entry))
    data[at % len(data)] ^= bits
    damaged = bytes(data[: len(data) - cut])
    plain = find_plain(damaged)
    if plain is not None:
        read = read_entry(damaged)
        assert (plain.log, plain.eid, plain.ts, plain.typ) == (read.log, read.eid, read.ts, read.typ)
        assert damaged == cbor2.dumps(cbor2.loads(damaged), canonical=True)


@pytest.mark.parametrize(
    "changed",
    [{"v": 2}, {"ts": True}, {"act": ""}, {"pc": []}, {"log": bytes(15)}, {"more": 1}, {"score": 2**70}],
)
def test_what_takes_a_closer_look_is_not_plain(changed: dict[str, object]) -> None:
    """Another version, another type, an empty text or list, a wrong length, an unknown field, a big number."""
    data = cbor2.dumps({**cbor2.loads(ENCODED), **changed}, canonical=True)
    assert find_plain(data) is None


def test_a_key_twice_is_not_plain() -> None:
    """The C decoder takes the last of two equal keys without a word; the bytes betray it."""
    twice = bytes([ENCODED[0] + 1]) + b"\x61v\x01" + ENCODED[1:]
    assert cbor2.loads(twice) == cbor2.loads(ENCODED)
    assert find_plain(twice) is None


def closely(data: bytes) -> PlainEntry | None:
    """What the reader says of bytes, in the words of the quick look."""
    try:
        entry = read_entry(data)
    except EntryRefused:
        return None
    return PlainEntry(entry.typ.encode(), entry.log, entry.eid, entry.ts, entry.model, entry.rules)


def quickly(data: bytes) -> PlainEntry | None:
    """The quick look, in the middle of other bytes as in a bundle."""
    return plain.find_plain(b"\xa6" + data + b"\x00", 1, 1 + len(data))


@given(entry=entries)
def test_the_quick_look_of_an_audit_says_what_the_reader_says(entry: intake.Entry) -> None:
    """Whatever is quick is the same; what has plain texts and short lists is quick."""
    data = intake.encode(entry)
    found = quickly(data)
    assert found in {None, closely(data)}
    texts = [entry.typ, entry.act, entry.out or "x"]
    in_form = all(text.isascii() and text.isprintable() for text in texts)
    assert (found is not None) == (in_form and entry.at >= from_micros(2**32))


@settings(max_examples=1_000)
@given(
    entry=entries,
    at=st.integers(0, 400),
    octets=st.binary(max_size=4),
    cut=st.integers(0, 4),
)
def test_the_quick_look_takes_nothing_that_the_reader_refuses(
    entry: intake.Entry, at: int, octets: bytes, cut: int
) -> None:
    """Some bytes of an entry exchanged for others, fewer or more: what the quick look takes, the reader takes, and as the same."""
    whole = intake.encode(entry)
    at %= len(whole)
    damaged = whole[:at] + octets + whole[at + cut :]
    found = quickly(damaged)
    assert found is None or found == closely(damaged)


def test_every_byte_of_an_entry_matters_to_the_quick_look() -> None:
    """Each byte set to each value: never taken where the reader refuses."""
    taken = 0
    for at in range(len(ENCODED)):
        for value in range(256):
            damaged = ENCODED[:at] + bytes([value]) + ENCODED[at + 1 :]
            found = quickly(damaged)
            if found is not None:
                assert found == closely(damaged)
                taken += 1
    assert taken > len(ENCODED)


@given(canonical_values)
def test_the_verifier_writes_as_cbor2_does(value: core_canonical.Canonical) -> None:
    """An encoder of our own, so that an auditor installs none: the same bytes as cbor2's canonical form."""
    assert canonical.encode(value) == cbor2.dumps(value, canonical=True)
