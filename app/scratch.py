"""Folders that are thrown away: for the installations that tests, benchmarks and tools make and no user keeps.

PostgreSQL's user may pass such a folder, so that a cluster made in it lives in it and goes with it. Each is locked by the
process that made it, as long as that lives: what a killed one left is removed by the next.
"""

import contextlib
import fcntl
import os
import pathlib
import shutil
import tempfile
import time
from collections.abc import Iterator

from core import postgres_host

_PREFIX = "cmk-scratch-"
_LOCK = "made-by.lock"
_OTHERS = ("/tmp", "/var/tmp")  # noqa: S108  folders in them are made by mkdtemp
_NEW_S = 60.0
"""A folder younger than this may be about to be locked."""


@contextlib.contextmanager
def scratch(name: str) -> Iterator[pathlib.Path]:
    """Make a folder, and remove it with all that is in it. name: a word of its own name, for who looks on."""
    parent = _parent()
    sweep(parent)
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{name}-", dir=parent))
    folder.chmod(0o711)
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield folder
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: pathlib.Path) -> None:
    """Remove the folders whose processes are gone."""
    for folder in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if _abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _abandoned(folder: pathlib.Path) -> bool:
    """Raises: OSError, where it is another user's, or has just gone."""
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != os.geteuid() or time.time() - found.st_mtime < _NEW_S:
        return False
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True


def _parent() -> pathlib.Path:
    """Where PostgreSQL's user can pass, if there is such a place: temporary folders may be in root's home."""
    user = postgres_host.unprivileged_user()
    places = [pathlib.Path(place).absolute() for place in (tempfile.gettempdir(), *_OTHERS)]
    open_ones = (place for place in places if place.is_dir() and postgres_host.passable(place / "x", user))
    return next(open_ones, places[0])
