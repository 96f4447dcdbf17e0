"""Objects too large for a row (artefacts, exports, batch files) behind one port; a folder is its first adapter."""

import asyncio
import contextlib
import hashlib
import os
import pathlib
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from typing import BinaryIO, Protocol

from core.errors import ErrorKind, PlatformError

_PIECE_BYTES = 1 << 20


class ObjectNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "object_not_found"


class Objects(Protocol):
    """A store of immutable bytes under keys such as `artefacts/<digest>/score.onnx`."""

    async def put(self, key: str, data: bytes) -> None:
        """Keep `data`, durable when this returns. Putting the same key again changes nothing."""
        ...

    async def get(self, key: str) -> bytes:
        """Raises: ObjectNotFound."""
        ...

    async def receive(self, prefix: str, pieces: AsyncIterator[bytes]) -> str:
        """Keep what comes in under `prefix` and the SHA-256 of it, a piece at a time; nothing of it stays when `pieces` raises.

        Returns: the SHA-256 in hexadecimal, which is the last part of the key.
        """
        ...

    async def size(self, key: str) -> int:
        """How many bytes. Raises: ObjectNotFound."""
        ...

    def pieces(self, key: str) -> AsyncIterator[bytes]:
        """What `get` returns, a piece at a time. Raises: ObjectNotFound."""
        ...

    async def copy(self, source: str, key: str) -> None:
        """Keep what is under `source` under `key` too. Raises: ObjectNotFound."""
        ...

    async def prune(self, prefix: str, idle_s: float) -> int:
        """Delete the objects of a folder that nobody wrote or received again for so long. Returns: bytes that are left."""
        ...

    async def folders(self, prefix: str) -> list[str]:
        """Name what keys that begin with `prefix` and a slash go on with, up to the next slash."""
        ...

    async def delete_folder(self, prefix: str) -> None:
        """Delete whatever has a key that begins with `prefix` and a slash; nothing may be there."""
        ...


class FolderObjects:
    """Objects as files: written aside, flushed to disk, then moved into place in one step."""

    def __init__(self, root: pathlib.Path) -> None:
        self._root = root

    async def put(self, key: str, data: bytes) -> None:
        await asyncio.to_thread(self._put, key, data)

    async def get(self, key: str) -> bytes:
        return await asyncio.to_thread(self._get, key)

    async def receive(self, prefix: str, pieces: AsyncIterator[bytes]) -> str:
        folder, hashed = self._path(prefix), hashlib.sha256()
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True, mode=0o700)
        handle, name = await asyncio.to_thread(tempfile.mkstemp, dir=folder)
        aside = pathlib.Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                async for piece in pieces:
                    await asyncio.to_thread(_write, file, hashed, piece)
                await asyncio.to_thread(_flush, file)
            await asyncio.to_thread(_move, aside, folder / hashed.hexdigest())
        finally:
            await asyncio.to_thread(aside.unlink, missing_ok=True)
        return hashed.hexdigest()

    async def size(self, key: str) -> int:
        try:
            return (await asyncio.to_thread(self._path(key).stat)).st_size
        except FileNotFoundError as error:
            raise ObjectNotFound("There is no such object.", internal=key) from error

    async def pieces(self, key: str) -> AsyncIterator[bytes]:
        try:
            file = await asyncio.to_thread(self._path(key).open, "rb")
        except FileNotFoundError as error:
            raise ObjectNotFound("There is no such object.", internal=key) from error
        with file:
            while piece := await asyncio.to_thread(file.read, _PIECE_BYTES):
                yield piece

    async def copy(self, source: str, key: str) -> None:
        await asyncio.to_thread(self._copy, source, key)

    async def prune(self, prefix: str, idle_s: float) -> int:
        return await asyncio.to_thread(self._prune, prefix, idle_s)

    async def folders(self, prefix: str) -> list[str]:
        return await asyncio.to_thread(self._folders, prefix)

    async def delete_folder(self, prefix: str) -> None:
        await asyncio.to_thread(shutil.rmtree, self._path(prefix), ignore_errors=True)

    def _path(self, key: str) -> pathlib.Path:
        parts = key.split("/")
        if not all(part.strip(".") and "\\" not in part and "\0" not in part for part in parts):
            raise ObjectNotFound("There is no such object.")
        return self._root.joinpath(*parts)

    def _put(self, key: str, data: bytes) -> None:
        path = self._path(key)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent)
        aside = pathlib.Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                _flush(file)
            _move(aside, path)
        finally:
            aside.unlink(missing_ok=True)

    def _copy(self, source: str, key: str) -> None:
        path = self._path(key)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent)
        aside = pathlib.Path(name)
        try:
            with os.fdopen(handle, "wb") as file, self._path(source).open("rb") as kept:
                shutil.copyfileobj(kept, file, _PIECE_BYTES)
                _flush(file)
            _move(aside, path)
        except FileNotFoundError as error:
            raise ObjectNotFound("There is no such object.", internal=source) from error
        finally:
            aside.unlink(missing_ok=True)

    def _prune(self, prefix: str, idle_s: float) -> int:
        before, left = time.time() - idle_s, 0
        folder = self._path(prefix)
        for each in folder.iterdir() if folder.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):  # somebody else prunes too
                found = each.stat()
                if found.st_mtime < before:
                    each.unlink()
                else:
                    left += found.st_size
        return left

    def _folders(self, prefix: str) -> list[str]:
        path = self._path(prefix)
        return [each.name for each in path.iterdir() if each.is_dir()] if path.is_dir() else []

    def _get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise ObjectNotFound("There is no such object.", internal=key) from error


def _write(file: BinaryIO, hashed: "hashlib._Hash", piece: bytes) -> None:
    file.write(piece)
    hashed.update(piece)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _move(aside: pathlib.Path, path: pathlib.Path) -> None:
    aside.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
