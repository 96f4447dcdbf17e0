"""The processes of a running service, found and killed without asking it. Linux only: it reads /proc."""

import os
import pathlib
import signal
import time

_MODULES = {"server": b"app.server", "worker": b"app.worker", "postgres": b"postgres"}


class StillThere(AssertionError):
    """A process outlived its time."""


def children_of(parent: int) -> dict[int, bytes]:
    """Return the command line of each child, by its id."""
    found: dict[int, bytes] = {}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if int(stat[1]) == parent and stat[0] != "Z":
            found[int(entry.name)] = command
    return found


def find(supervisor: int, name: str) -> int | None:
    """Return the id of the supervisor's server, worker or postgres (the postmaster), if it runs now."""
    for pid, command in children_of(supervisor).items():
        if _MODULES[name] in command and b"setpriv" not in command:
            return pid
    return None


def wait_for(supervisor: int, name: str, *, other_than: int | None = None, limit_s: float = 15.0) -> int:
    """Wait until the process runs. Raises: TimeoutError."""
    ends = time.monotonic() + limit_s
    while time.monotonic() < ends:
        pid = find(supervisor, name)
        if pid is not None and pid != other_than:
            return pid
        time.sleep(0.01)
    raise TimeoutError(f"{name} did not come back within {limit_s} s")


def session_of(postmaster: int) -> int | None:
    """Return the id of a backend that serves the application, if there is one."""
    for pid, command in children_of(postmaster).items():
        if b"countermark_app" in command:
            return pid
    return None


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def wait_until_gone(pids: list[int], limit_s: float) -> None:
    """Raises: StillThere."""
    ends = time.monotonic() + limit_s
    while left := [pid for pid in pids if _runs(pid)]:
        if time.monotonic() > ends:
            raise StillThere(f"{left} still run after {limit_s} s")
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
