"""CARv1 files: read by an independent library as by us, and refused when touched anywhere."""

import pathlib
from typing import cast

import libipld
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.verifier.blocks import car_header, car_of, car_section, open_car
from ledger.verifier.dagcbor import (
    BLOCK_BYTES_MAX,
    DAG_CBOR,
    RAW,
    BlockRefused,
    Cid,
    Node,
    cid_of,
    encode,
    varint,
)

FILES = [b"one", b"", bytes(1_000)]
ROOT = encode({"files": [cid_of(RAW, data) for data in FILES]})


def blocks() -> list[tuple[Cid, bytes]]:
    return [(cid_of(DAG_CBOR, ROOT), ROOT), *((cid_of(RAW, data), data) for data in FILES)]


def car() -> bytes:
    return b"".join(car_of(cid_of(DAG_CBOR, ROOT), blocks()))


def written(tmp_path: pathlib.Path, data: bytes) -> pathlib.Path:
    path = tmp_path / "bundle.car"
    path.write_bytes(data)
    return path


def test_a_file_is_read_as_it_was_written(tmp_path: pathlib.Path) -> None:
    """Every block, by its CID, the root first."""
    opened = open_car(written(tmp_path, car()))
    assert opened.root == cid_of(DAG_CBOR, ROOT)
    assert list(opened.places) == [cid for cid, _ in blocks()]
    assert [opened.read(cid) for cid in opened.places] == [data for _, data in blocks()]
    with pytest.raises(BlockRefused):
        opened.read(cid_of(RAW, b"another"))


def test_an_independent_library_reads_the_file() -> None:
    """libipld, in Rust: the same root and the same blocks under the same CIDs. It knows no raw blocks in a CAR."""
    values: list[list[Node]] = [[number, b"a block", None] for number in range(3)]
    kept = {cid_of(DAG_CBOR, encode(value)): encode(value) for value in values}
    header, told = libipld.decode_car(b"".join(car_of(next(iter(kept)), kept.items())))
    assert header == {"roots": [next(iter(kept)).octets()], "version": 1}
    assert [libipld.encode_cid(cid) for cid in told] == [str(cid) for cid in kept]
    assert [encode(cast(Node, value)) for value in told.values()] == list(kept.values())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(place=st.integers(0, len(car()) - 1), bit=st.integers(0, 7), cut=st.booleans())
def test_no_byte_can_be_changed_and_no_end_cut(
    tmp_path: pathlib.Path, place: int, bit: int, cut: bool
) -> None:
    """Flip any bit, or cut the file anywhere but between two blocks: refused."""
    data = bytearray(car())
    if cut:
        ends = [len(b"".join(list(car_of(blocks()[0][0], blocks()))[:count])) for count in range(2, 6)]
        if place in ends:
            return
        data = data[:place]
    else:
        data[place] ^= 1 << bit
    with pytest.raises(BlockRefused):
        open_car(written(tmp_path, bytes(data)))


def test_a_block_that_changes_after_the_file_was_opened_is_refused(tmp_path: pathlib.Path) -> None:
    """What was checked once is checked when it is read."""
    opened = open_car(written(tmp_path, car()))
    data = bytearray(car())
    data[-1] ^= 1
    written(tmp_path, bytes(data))
    with pytest.raises(BlockRefused):
        opened.read(cid_of(RAW, FILES[-1]))


ROOT_CID = cid_of(DAG_CBOR, ROOT)
FIRST = car_header(ROOT_CID) + car_section(ROOT_CID, ROOT)


@pytest.mark.parametrize(
    ("case", "data"),
    [
        ("empty", b""),
        ("no block", car_header(ROOT_CID)),
        ("root not first", car_header(ROOT_CID) + car_section(cid_of(RAW, b"a"), b"a")),
        ("twice", FIRST + car_section(cid_of(RAW, b"a"), b"a") * 2),
        ("another codec", FIRST + car_section(Cid(1, 0x70, 0x12, cid_of(RAW, b"a").digest), b"a")),
        ("another hash", FIRST + car_section(Cid(1, RAW, 0x00, b"a"), b"a")),
        ("version 0", FIRST + car_section(Cid(0, 0x70, 0x12, cid_of(RAW, b"a").digest), b"a")),
        ("empty section", FIRST + b"\x00"),
        ("two roots", varint(100) + encode({"roots": [ROOT_CID, ROOT_CID], "version": 1})),
        (
            "too large",
            FIRST + car_section(cid_of(RAW, bytes(BLOCK_BYTES_MAX + 1)), bytes(BLOCK_BYTES_MAX + 1)),
        ),
        ("promises the world", FIRST + varint(2**62)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wider_than_our_profile_is_refused(tmp_path: pathlib.Path, case: str, data: bytes) -> None:
    """One root, first; no block twice; SHA-256, raw or dag-cbor; 1 MiB at most."""
    with pytest.raises(BlockRefused):
        open_car(written(tmp_path, data))


@pytest.mark.parametrize("version", [2, True, None, "1"])
def test_another_version_is_refused(tmp_path: pathlib.Path, version: int | str | None) -> None:
    header = encode({"roots": [ROOT_CID], "version": version})
    with pytest.raises(BlockRefused):
        open_car(written(tmp_path, varint(len(header)) + header + car_section(ROOT_CID, ROOT)))
