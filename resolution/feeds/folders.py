"""The folder that files of one feed are dropped into, on the server's own disk.

Whoever fills it may be anybody, so nothing in it is followed: every step goes through the open folder, a file is opened without
following links and checked while it is held, and what is no plain file of its own is put aside. Names are never joined to paths.
Every function blocks: it is called on a thread.
"""

import contextlib
import os
import pathlib
import stat
from collections.abc import Iterator
from typing import NamedTuple

NAME_BYTES_MAX = 200
DONE, REFUSED = "done", "refused"
RESULT, REJECTED = ".result.csv", ".rejected.csv"
PARTIAL = ".part"
FILES_MAX = 1_000
"""Looked at in one go; those behind them have their turn when these are done."""
_PIECE = 1 << 20
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_WRITTEN = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Standing(NamedTuple):
    """What tells that a file is as it was."""

    inode: int
    size: int
    changed_ns: int


class Found(NamedTuple):
    """problem: why it cannot be taken, where it cannot."""

    name: str
    standing: Standing
    problem: str | None


@contextlib.contextmanager
def opened(root: pathlib.Path, *names: str) -> Iterator[int]:
    """Hold a folder below the root, made where it is missing, with those for what is done with.

    names: of our own making. Raises: OSError, for a link where a folder belongs, too.
    """
    root.mkdir(parents=True, exist_ok=True)
    held = [os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)]
    try:
        for name in names:
            held.append(_below(held[-1], name))
        for name in (DONE, REFUSED):
            os.close(_below(held[-1], name))
        yield held[-1]
    finally:
        for each in reversed(held):
            os.close(each)


def look(folder: int, bytes_max: int) -> list[Found]:
    """List what was dropped, by name: neither what is still being written, nor what we wrote."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if _is_ours(entry.name) or entry.name.endswith(PARTIAL) or entry.name.startswith("."):
                continue
            with contextlib.suppress(FileNotFoundError):
                seen = os.stat(entry.name, dir_fd=folder, follow_symlinks=False)
                problem = _problem(entry.name, seen, bytes_max)
                found.append(Found(entry.name, _standing(seen), problem))
            if len(found) >= FILES_MAX:
                break
    return sorted(found)


def open_file(folder: int, found: Found, bytes_max: int) -> int | None:
    """Open a file for reading. Returns: None where it is not what was looked at any more."""
    try:
        held = os.open(found.name, _FILE, dir_fd=folder)
    except OSError:
        return None
    seen = os.fstat(held)
    if _problem(found.name, seen, bytes_max) is not None or _standing(seen) != found.standing:
        os.close(held)
        return None
    return held


def read(held: int, at: int) -> bytes:
    """Read the next piece of a file."""
    return os.pread(held, _PIECE, at)


def close(held: int) -> None:
    os.close(held)


def is_as_found(held: int, found: Found) -> bool:
    """Whether nobody wrote to it while it was read."""
    return _standing(os.fstat(held)) == found.standing


def begin_write(folder: int, name: str, suffix: str) -> int:
    """Begin a file beside the one of that name. Returns: what to append to."""
    partial = f".{name}{suffix}{PARTIAL}"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(partial, dir_fd=folder)
    return os.open(partial, _WRITTEN, 0o640, dir_fd=folder)


def append(held: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(held, view) :]


def end_write(folder: int, held: int, name: str, suffix: str) -> None:
    """Let a file appear that was begun, whole and on the disk, in the place of an older one."""
    os.fsync(held)
    os.close(held)
    os.rename(f".{name}{suffix}{PARTIAL}", f"{name}{suffix}", src_dir_fd=folder, dst_dir_fd=folder)
    os.fsync(folder)


def put_away(folder: int, name: str, where: str) -> None:
    """Move a file to one of the folders for what is done with, under a name that is free. A file that went is gone."""
    beside = _below(folder, where)
    kept = os.fsdecode(os.fsencode(name)[:NAME_BYTES_MAX])
    try:
        for number in range(1, 10_000):
            free = kept if number == 1 else f"{number}-{kept}"
            try:
                os.stat(free, dir_fd=beside, follow_symlinks=False)
            except FileNotFoundError:
                with contextlib.suppress(FileNotFoundError):
                    os.rename(name, free, src_dir_fd=folder, dst_dir_fd=beside)
                os.fsync(beside)
                return
    finally:
        os.close(beside)


def _below(folder: int, name: str) -> int:
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, 0o770, dir_fd=folder)
    return os.open(name, _FOLDER, dir_fd=folder)


def _is_ours(name: str) -> bool:
    return name in {DONE, REFUSED} or name.endswith((RESULT, REJECTED))


def _standing(seen: os.stat_result) -> Standing:
    return Standing(seen.st_ino, seen.st_size, seen.st_mtime_ns)


def is_readable(name: str) -> bool:
    """Whether results can be written beside a file of that name."""
    try:
        return name.isprintable() and len(name.encode()) <= NAME_BYTES_MAX
    except UnicodeEncodeError:
        return False


def _problem(name: str, seen: os.stat_result, bytes_max: int) -> str | None:
    """Say why a file is not taken: a code, which history and results name."""
    if not is_readable(name):
        return "file_name_refused"
    if not stat.S_ISREG(seen.st_mode):
        return "file_not_plain"
    if seen.st_nlink != 1:
        return "file_has_other_names"
    return "file_too_large" if seen.st_size > bytes_max else None
