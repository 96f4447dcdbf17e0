"""Files on their way to the server: read while they are sent, never held whole."""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Optional, Union

import anyio.to_thread

CHUNK_BYTES = 256 * 1024

Source = Union[str, "os.PathLike[str]", bytes, BinaryIO]
"""A path, the bytes themselves, or an open binary file."""

Progress = Callable[[int, Optional[int]], None]
"""Called with the bytes that were sent and their total, where that is known; from 0 again when a try begins anew."""


class Upload:
    """A file to send, and who is told how far it is.

    A path and bytes can be sent again; an open file from where it stood, if it can be wound back. A pipe, also by its path, is sent
    once. A file that grows meanwhile is sent as long as it was.
    """

    def __init__(self, source: Source, progress: Progress | None = None) -> None:
        self._source = source
        self._progress = progress
        self._start: int | None = None
        self.length: int | None = None
        if isinstance(source, bytes):
            self.length = len(source)
        elif isinstance(source, (str, os.PathLike)):
            found = Path(source).stat()
            self.length = (
                None if stat.S_ISFIFO(found.st_mode) or stat.S_ISCHR(found.st_mode) else found.st_size
            )
        elif source.seekable():
            self._start = source.tell()
            self.length = source.seek(0, os.SEEK_END) - self._start
            source.seek(self._start)

    @property
    def repeatable(self) -> bool:
        return self.length is not None

    def chunks(self) -> Iterator[bytes]:
        sent = 0
        self._tell(sent)
        for chunk in self._read():
            yield chunk
            sent += len(chunk)
            self._tell(sent)

    async def achunks(self) -> AsyncIterator[bytes]:
        """The same; the file is read in a thread."""
        reader, sent = self._read(), 0
        self._tell(sent)
        while chunk := await anyio.to_thread.run_sync(next, reader, b""):
            yield chunk
            sent += len(chunk)
            self._tell(sent)

    def _read(self) -> Iterator[bytes]:
        if isinstance(self._source, bytes):
            for start in range(0, len(self._source), CHUNK_BYTES):
                yield self._source[start : start + CHUNK_BYTES]
        elif isinstance(self._source, (str, os.PathLike)):
            with Path(self._source).open("rb") as file:
                yield from self._pieces(file)
        else:
            if self._start is not None:
                self._source.seek(self._start)
            yield from self._pieces(self._source)

    def _pieces(self, file: BinaryIO) -> Iterator[bytes]:
        """What is left in an open file, at most as much as was told of it."""
        left = self.length
        while chunk := file.read(CHUNK_BYTES if left is None else min(CHUNK_BYTES, left)):
            yield chunk
            left = None if left is None else left - len(chunk)

    def _tell(self, sent: int) -> None:
        if self._progress is not None:
            self._progress(sent, self.length)
