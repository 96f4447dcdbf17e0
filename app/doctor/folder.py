"""What is on this machine: the data folder, who owns it, its key file and objects, and the ports."""

import contextlib
import fcntl
import os
import pathlib
import shutil
import stat
import tempfile
from collections.abc import Iterator

from app.doctor.findings import Finding, Limits, failed, ok, skipped, warning
from app.listening import check_addresses
from app.settings import PREFIX, SettingInvalid, Settings
from core.errors import PortTaken
from tenants.envelope import KEY_BYTES

_INODES_MIN = 1_000
_GB = 1 << 30
_OPEN_TO_OTHERS = stat.S_IWGRP | stat.S_IWOTH


@contextlib.contextmanager
def owned(settings: Settings) -> Iterator[bool]:
    """Hold the lock of the data folder while nobody serves it, so that nobody begins to. Yields: whether somebody serves it."""
    path = settings.data_dir / "serve.lock"
    try:
        lock = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        yield False  # nobody ever served it, or it is closed to us, which `data_folder` tells
        return
    try:
        yield _taken(lock, fcntl.LOCK_EX)
    finally:
        os.close(lock)


def data_folder(settings: Settings, limits: Limits) -> list[Finding]:
    folder, check = settings.data_dir, "data folder"
    if not folder.exists():
        return [_to_be_made(folder)]
    if not folder.is_dir():
        return [failed(check, f"{folder} is a file", f"Name a folder by {PREFIX}DATA_DIR.")]
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        fix = f"Run as the user who owns it, or: chown -R $(id -u) {folder} && chmod u+rwx {folder}"
        return [failed(check, f"{folder} cannot be written by this user", fix)]
    found = [ok(check, str(folder))]
    if folder.stat().st_mode & _OPEN_TO_OTHERS:
        found = [failed(check, f"{folder} can be written by others", f"chmod go-w {folder}")]
    if folder.stat().st_uid != os.geteuid():
        said = f"{folder} belongs to another user than this one"
        found.append(warning(check, said, "Run every command as the user that serves."))
    return [*found, _space(folder, limits)]


def owner(settings: Settings, *, serving: bool) -> Finding:
    """Who serves the data folder, and whether children of a killed owner are left."""
    check, children = "owner of the folder", settings.data_dir / "children.lock"
    if serving:
        return ok(check, "a `countermark serve` holds its lock")
    if _held(children):
        said = "processes of a supervisor that was killed still end"
        return warning(check, said, "Wait a moment; `countermark serve` waits for them, too.")
    return warning(check, "nobody serves it", "Start the service: countermark serve")


def ports(settings: Settings, *, serving: bool) -> Finding:
    """While nobody serves, whether the ports can be had."""
    check, server = "ports", settings.server
    told = f"{server.host}:{server.rest_port} (REST) and {server.grpc_port} (gRPC)"
    if serving:
        return ok(check, f"{told} are the service's own")
    try:
        check_addresses(server)
    except PortTaken as error:
        fix = f"End what listens there (ss -ltnp shows it), or set {PREFIX}REST_PORT and {PREFIX}GRPC_PORT to others."
        return failed(check, error.message, fix)
    except SettingInvalid as error:
        return failed(check, str(error), f"Set {PREFIX}HOST to an address of this machine, ports above 1023.")
    return ok(check, f"{told} are free")


def key_file(settings: Settings) -> Finding:
    """The master key: set, or in its file, which nobody else may read."""
    check, path = "master key", settings.data_dir / "master.key"
    if settings.master_key:
        return ok(check, f"{PREFIX}MASTER_KEY is set")
    try:
        found = path.stat()
        size = len(path.read_bytes())
    except FileNotFoundError:
        return _no_key_file(settings, path)
    except OSError as error:
        return failed(check, f"{path} cannot be read: {error.strerror}", f"chown $(id -u) {path}")
    if found.st_mode & 0o077:
        return failed(check, f"{path} is open to others", f"chmod 600 {path}")
    if size != KEY_BYTES:
        fix = "Put the file back from its backup: without it nothing that is sealed can be opened."
        return failed(check, f"{path} holds {size} bytes instead of {KEY_BYTES}", fix)
    return ok(check, f"{path}, closed to others")


def objects(settings: Settings) -> Finding:
    """Whether artefacts, exports and files of batches can be written and read."""
    check, folder = "object store", settings.objects_dir
    if not folder.exists():
        return ok(check, f"{folder} will be made with the first object")
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"probe")
            probe.flush()
            probe.seek(0)
            whole = probe.read() == b"probe"
    except OSError as error:
        fix = f"Run as the user that serves, or: chown -R $(id -u) {folder}"
        return failed(check, f"{folder} cannot be written: {error.strerror}", fix)
    if not whole:
        return failed(check, f"{folder} does not give back what was written", "Look at the disk.")
    return ok(check, f"{folder} can be written and read")


def _to_be_made(folder: pathlib.Path) -> Finding:
    parent = next(parent for parent in folder.parents if parent.exists())
    if os.access(parent, os.W_OK | os.X_OK):
        return ok("data folder", f"{folder} will be made by the first start")
    fix = f"Let this user write {parent}, or name another folder by {PREFIX}DATA_DIR."
    return failed("data folder", f"{folder} is not there and cannot be made", fix)


def _space(folder: pathlib.Path, limits: Limits) -> Finding:
    check, free = "free space", shutil.disk_usage(folder).free
    said = f"{free / _GB:.1f} GiB free for {folder}"
    fix = "Make room: PostgreSQL stops when the disk is full, and nothing is acknowledged any more."
    inodes = os.statvfs(folder)
    if inodes.f_files and inodes.f_favail < _INODES_MIN:
        return failed(check, f"room for {inodes.f_favail} more files only", fix)
    if free < limits.free_bytes_min:
        return failed(check, said, fix)
    return warning(check, said, fix) if free < limits.free_bytes_low else ok(check, said)


def _no_key_file(settings: Settings, path: pathlib.Path) -> Finding:
    used = (settings.postgres_dir / "data" / "PG_VERSION").exists() or settings.objects_dir.exists()
    if not used:
        return ok("master key", f"{path} will be made by the first start")
    fix = f"Put {path.name} back from its backup, or set {PREFIX}MASTER_KEY. A new one opens nothing that is stored."
    return failed("master key", f"{path} is gone, and the data folder was used before", fix)


def _held(path: pathlib.Path) -> bool:
    try:
        lock = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return _taken(lock, fcntl.LOCK_EX)
    finally:
        os.close(lock)


def _taken(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def unread(check: str) -> Finding:
    return skipped(check, "the settings cannot be read", "Set them right first, then ask again.")
