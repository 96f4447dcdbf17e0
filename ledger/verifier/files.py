"""The files of an exported log, in a folder or in a tar, read without unpacking and without trusting a name.

What reads them holds a path and no open file, so that it can be handed to another process.
"""

import contextlib
import pathlib
import stat
from collections.abc import Iterator
from typing import Protocol

from ledger.verifier.tars import TarRefused, read_places

FILE_BYTES_MAX = 512 * 1024 * 1024


class FilesRefused(Exception):
    """Not a readable folder or tar, or one that holds what an export never does."""


class Files(Protocol):
    def names(self) -> set[str]: ...

    def read(self, name: str) -> bytes:
        """Raises: FilesRefused when there is no such file."""
        ...


class NoFiles:
    """What is left of an input that could not be opened."""

    def names(self) -> set[str]:
        return set()

    def read(self, name: str) -> bytes:
        raise FilesRefused(f"{name} is not there")


class FolderFiles:
    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder

    def names(self) -> set[str]:
        found: set[str] = set()
        for path in self._folder.rglob("*"):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise FilesRefused(f"{path.name} is neither a file nor a folder")
            if path.is_file():
                found.add(path.relative_to(self._folder).as_posix())
        return found

    def read(self, name: str) -> bytes:
        path = self._folder / name
        try:
            if _plain_size(path) > FILE_BYTES_MAX:
                raise FilesRefused(f"{name} is too large")
            return path.read_bytes()
        except OSError as error:
            raise FilesRefused(f"{name} cannot be read") from error


class TarFiles:
    """Raises: OSError, TarRefused, when it is made."""

    def __init__(self, path: pathlib.Path) -> None:
        self._path = path
        self._places = read_places(path, FILE_BYTES_MAX)

    def names(self) -> set[str]:
        return set(self._places)

    def read(self, name: str) -> bytes:
        if name not in self._places:
            raise FilesRefused(f"{name} is not there")
        offset, size = self._places[name]
        try:
            with self._path.open("rb") as file:
                file.seek(offset)
                data = file.read(size)
        except OSError as error:
            raise FilesRefused(f"{name} cannot be read") from error
        if len(data) != size:
            raise FilesRefused(f"{name} is cut off")
        return data


@contextlib.contextmanager
def open_files(path: pathlib.Path) -> Iterator[Files]:
    """Open a folder or an uncompressed tar. Raises: FilesRefused."""
    if path.is_dir():
        yield FolderFiles(path)
        return
    require_plain(path)
    try:
        files = TarFiles(path)
    except (OSError, TarRefused) as error:
        raise FilesRefused(f"{path} is neither a folder nor a tar: {error}") from error
    yield files


def require_plain(path: pathlib.Path) -> None:
    """Refuse what opening would wait for, or what has no end: a pipe or a device. Raises: FilesRefused, OSError."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise FilesRefused(f"{path} is no file")


def _plain_size(path: pathlib.Path) -> int:
    """Return the size of a file of a folder, of which a link is none. Raises: FilesRefused, OSError."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise FilesRefused(f"{path.name} is no file")
    return found.st_size
