"""The children of a supervisor that was killed: they finish what they have in hand, and hold their ports until then."""

import contextlib
import fcntl
import logging
import os
import pathlib
import time
from collections.abc import Iterator

from app.listening import check_addresses
from app.settings import ServerSettings
from core.errors import PortTaken

_POLL_S = 0.05

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def children_lock(folder: pathlib.Path) -> Iterator[int]:
    """Open the lock that a supervisor hands to its children. Each holds it as long as it lives."""
    lock = os.open(folder / "children.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield lock
    finally:
        os.close(lock)


def take_over(lock: int, server: ServerSettings) -> None:
    """Wait for ports that children of a supervisor before still hold, and take the lock for those to come.

    Raises: PortTaken, at once where it is somebody else who listens there; SettingInvalid.
    """
    waiting = False
    while True:
        left = _anybody_left(lock)
        try:
            check_addresses(server)
        except PortTaken:
            if not left:
                raise
            if not waiting:
                _log.warning("Processes of a supervisor that was killed still end.")
            waiting = True
            time.sleep(_POLL_S)
        else:
            fcntl.flock(lock, fcntl.LOCK_SH)
            return


def _anybody_left(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False
