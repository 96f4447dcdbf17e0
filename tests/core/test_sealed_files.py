"""Files received in a stream: whole, hashed, unreadable without their key, and read at any place."""

import hashlib
import pathlib
import tracemalloc
from collections.abc import AsyncIterator
from os import urandom

import pytest

from core.objects import FolderObjects, ObjectNotFound
from core.sealed_files import KEY_BYTES, PIECE_BYTES, SealedFileBroken, SealedFiles, TooManyBytes


async def parts(data: bytes, size: int, times: int = 1) -> AsyncIterator[bytes]:
    for _ in range(times):
        for at in range(0, len(data), size):
            yield data[at : at + size]


def files_in(folder: pathlib.Path, key: bytes = bytes(KEY_BYTES)) -> SealedFiles:
    return SealedFiles(FolderObjects(folder), "files/one", key)


def stored_in(folder: pathlib.Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES, 2 * PIECE_BYTES + 7])
async def test_a_file_comes_out_as_it_went_in(tmp_path: pathlib.Path, size: int) -> None:
    """Size, hash and bytes are those that were sent, at the borders of pieces too, and any part can be read."""
    data, files = urandom(size), files_in(tmp_path)
    received = await files.receive(parts(data, 70_001), bytes_max=size)
    assert (received.size, received.sha256) == (size, hashlib.sha256(data).digest())
    reader = files.reader(size)
    assert b"".join([piece async for piece in reader.pieces()]) == data
    for start, end in ((0, 1), (PIECE_BYTES - 3, PIECE_BYTES + 3), (size - 2, size + 50)):
        if size > start >= 0:
            assert await reader.read(start, end) == data[start:end]


async def test_a_file_that_is_too_large_is_stopped_while_it_comes(tmp_path: pathlib.Path) -> None:
    """Reading ends with the part that goes beyond the limit; what came before can be deleted whole."""
    asked = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield bytes(1_000_000)

    files = files_in(tmp_path)
    with pytest.raises(TooManyBytes):
        await files.receive(endless(), bytes_max=9_500_000)
    assert asked == 10
    assert stored_in(tmp_path)
    await files.delete()
    assert not stored_in(tmp_path)


async def test_nothing_is_held_of_a_large_file(tmp_path: pathlib.Path) -> None:
    """Of 120 MB never more than a few pieces are in memory."""
    files, part = files_in(tmp_path), bytes(1_000_000)
    tracemalloc.start()
    try:
        received = await files.receive(parts(part, len(part), times=120), bytes_max=10**9)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert received.size == 120_000_000
    assert peak < 8 * PIECE_BYTES


async def test_pieces_open_with_their_key_and_name_alone(tmp_path: pathlib.Path) -> None:
    """Nothing rests in clear; another key, or a piece in the place of another, is found out."""
    data = b"CANARY" * 1_000_000
    files = files_in(tmp_path)
    await files.receive(parts(data, 1 << 20), bytes_max=len(data))
    assert not any(b"CANARY" in stored for stored in stored_in(tmp_path))
    with pytest.raises(SealedFileBroken):
        await files_in(tmp_path, bytes(range(KEY_BYTES))).get("input/0")
    folder = tmp_path / "files" / "one" / "input"
    (folder / "0").write_bytes((folder / "1").read_bytes())
    with pytest.raises(SealedFileBroken):
        await files.get("input/0")
    with pytest.raises(ObjectNotFound):
        await files.get("input/9")
