"""`countermark serve`: owns PostgreSQL, the server and the worker, restarts each, and stops them in order.

It must run in the main thread of a process that stays: the kernel ties the embedded PostgreSQL's life to that thread.
One file lock elects the owner of a data folder. The children hold the read end of a pipe as standard input; when the
supervisor is gone, however it went, the pipe closes and they stop by themselves.
"""

import contextlib
import fcntl
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from types import FrameType

from app import databases
from app.predecessors import children_lock, take_over
from app.settings import Settings, inherited_environment
from core.errors import DatabaseUnavailable, ErrorKind, PlatformError
from core.postgres import EmbeddedPostgres

POLL_S = 0.05
_QUICK_DEATH_S = 5.0
_WAIT_MAX_S = 5.0
_STOP_GRACE_S = 5.0
_POSTGRES_WAIT_S = 1.0
_LEAN = ("-X", "no_debug_ranges")
"""Tracebacks name lines without underlining the part that failed; it saves each process a megabyte."""
_QUIET = {"GRPC_ENABLE_FORK_SUPPORT": "0"}
"""Children that are forked run other programs, so gRPC has nothing to prepare; it would write that it does not, as no JSON."""

_log = logging.getLogger(__name__)


class AlreadyServing(PlatformError):
    kind = ErrorKind.CONFLICT
    code = "already_serving"
    fix = "Stop the other `countermark serve`, or set another COUNTERMARK_DATA_DIR."


class Child:
    """One process of ours: restarted when it dies, at once the first time, then with growing waits."""

    def __init__(self, name: str, module: str) -> None:
        self.name = name
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._wait_s = 0.0
        self._lock = -1

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self, lock: int) -> None:
        """lock: an open file that it holds as long as it lives."""
        self._lock = lock
        self._started_at = time.monotonic()
        # A group of its own: Ctrl-C in a terminal reaches the supervisor alone, which stops its children in order.
        self._process = subprocess.Popen(
            [sys.executable, *_LEAN, "-m", self._module],
            stdin=subprocess.PIPE,
            process_group=0,
            pass_fds=(lock,),
            env=inherited_environment() | _QUIET,
        )
        _log.info("A process started.", extra={"component": self.name, "pid": self._process.pid})

    def keep_alive(self) -> None:
        """Start it again if it is gone and its wait is over."""
        if self._process is None or self._process.poll() is None:
            return
        lived_s = time.monotonic() - self._started_at
        if self._wait_s == 0 or lived_s > _QUICK_DEATH_S + self._wait_s:
            self._wait_s = 0.1
        elif lived_s < self._wait_s:
            return
        else:
            self._wait_s = min(self._wait_s * 2, _WAIT_MAX_S)
        _log.warning("A process died.", extra={"component": self.name, "status": self._process.returncode})
        self.start(self._lock)

    def stop(self, grace_s: float) -> None:
        """Ask it to finish what it has in hand; kill it when it has not by then."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(grace_s)
            except subprocess.TimeoutExpired:
                _log.error("A process did not stop in time.", extra={"component": self.name})
                self._process.kill()
                self._process.wait()
        self._process = None


class Supervisor:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopping = False
        self._postgres: EmbeddedPostgres | None = None
        if settings.embedded_database:
            self._postgres = EmbeddedPostgres(settings.postgres_dir)
        self._server = Child("server", "app.server")
        self._worker = Child("worker", "app.worker")

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT. Raises: AlreadyServing, PortTaken, DatabaseUnavailable, SettingInvalid."""
        with self._owning_data_folder(), children_lock(self._settings.data_dir) as lock:
            take_over(lock, self._settings.server)
            signal.signal(signal.SIGTERM, self._ask_to_stop)
            signal.signal(signal.SIGINT, self._ask_to_stop)
            try:
                self._start(lock)
                while not self._stopping:
                    self._keep_alive()
                    time.sleep(POLL_S)
            finally:
                self._stop()

    @contextlib.contextmanager
    def _owning_data_folder(self) -> Iterator[None]:
        # May be passed through, by the user that PostgreSQL runs as; every file of ours in it is closed to others.
        self._settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)
        lock = os.open(self._settings.data_dir / "serve.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(lock)
            raise AlreadyServing("Another process serves this data folder.") from error
        try:
            yield
        finally:
            os.close(lock)

    def _start(self, lock: int) -> None:
        if self._postgres is not None:
            self._postgres.start()
        databases.prepare(self._settings)
        self._server.start(lock)
        self._worker.start(lock)

    def _keep_alive(self) -> None:
        if self._postgres is not None and not self._postgres.running():
            _log.warning("A process died.", extra={"component": "postgres"})
            restart(self._postgres)
        self._server.keep_alive()
        self._worker.keep_alive()

    def _stop(self) -> None:
        """The server first, so that what is in flight is finished; PostgreSQL last."""
        server = self._settings.server
        self._server.stop((server.drain_lead_ms + server.drain_timeout_ms) / 1000 + _STOP_GRACE_S)
        self._worker.stop(_STOP_GRACE_S)
        if self._postgres is not None:
            self._postgres.stop()

    def _ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True


def restart(postgres: EmbeddedPostgres) -> None:
    """Start it again. Where it will not now (a full disk, a long recovery), the next look tries again: the server says
    503 meanwhile, which is better than to be gone.
    """
    try:
        postgres.start()
    except DatabaseUnavailable as error:
        _log.error(
            "PostgreSQL did not start again.", extra={"component": "postgres", "internal": error.internal}
        )
        time.sleep(_POSTGRES_WAIT_S)
