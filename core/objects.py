"""Objects too large for a row (artefacts, exports, batch files) behind one port; a folder is its first adapter."""

import asyncio
import contextlib
import os
import pathlib
import shutil
import tempfile
from typing import Protocol

from core.errors import ErrorKind, PlatformError


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
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            pathlib.Path(name).rename(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                pathlib.Path(name).unlink()
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _folders(self, prefix: str) -> list[str]:
        path = self._path(prefix)
        return [each.name for each in path.iterdir() if each.is_dir()] if path.is_dir() else []

    def _get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise ObjectNotFound("There is no such object.", internal=key) from error
