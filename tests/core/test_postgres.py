"""The embedded PostgreSQL after its end was not in order."""

import asyncio
import contextlib
import os
import pathlib
import queue
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator

import asyncpg
import pytest

from core import postgres_host
from core.errors import DatabaseUnavailable
from core.postgres import EmbeddedPostgres

HELD_S = 0.5


@pytest.fixture
def cluster() -> Iterator[EmbeddedPostgres]:
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cmk-"))
    folder.chmod(0o711)
    made = EmbeddedPostgres(folder / "pg", durable=False)
    made.start()
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _a_session(url: str) -> Iterator[int]:
    """Keep a session open. Yields: the id of its process."""
    found: queue.Queue[int] = queue.Queue()
    leave = threading.Event()

    async def hold() -> None:
        connection = await asyncpg.connect(url)
        found.put(await connection.fetchval("SELECT pg_backend_pid()"))
        await asyncio.to_thread(leave.wait)
        connection.terminate()

    holder = threading.Thread(target=lambda: asyncio.run(hold()))
    holder.start()
    try:
        yield found.get(timeout=60)
    finally:
        leave.set()
        holder.join()


def test_a_killed_server_starts_again_once_its_last_session_is_gone(cluster: EmbeddedPostgres) -> None:
    """A session that outlives its killed server holds its memory: the next one waits for it instead of giving up."""
    assert cluster.pid is not None
    with _a_session(cluster.url("postgres")) as session:
        os.kill(session, signal.SIGSTOP)
        os.kill(cluster.pid, signal.SIGKILL)
        while cluster.running():
            time.sleep(0.01)
        thaw = threading.Timer(HELD_S, os.kill, (session, signal.SIGCONT))
        began = time.monotonic()
        thaw.start()
        cluster.start()
        assert time.monotonic() - began > HELD_S / 2
        thaw.join()
    assert cluster.running()
    with _a_session(cluster.url("postgres")) as session:
        assert session


def test_a_number_that_another_process_has_by_now_is_no_server(
    cluster: EmbeddedPostgres, tmp_path: pathlib.Path
) -> None:
    """A stale file names a process that is somebody else's: it is neither waited for nor signalled."""
    assert cluster.pid is not None
    command = pathlib.Path(f"/proc/{cluster.pid}/cmdline")
    if not command.exists():
        pytest.skip("needs /proc")
    data = pathlib.Path(command.read_bytes().split(b"\0")[2].decode())
    assert postgres_host.serves(cluster.pid, data)
    assert not postgres_host.serves(os.getpid(), data)
    assert not postgres_host.serves(cluster.pid, tmp_path)


def test_a_folder_that_is_no_cluster_is_refused_at_once() -> None:
    """Only a server that was killed is tried again: a broken folder is said to be broken."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cmk-"))
    folder.chmod(0o711)
    broken = EmbeddedPostgres(folder / "pg", durable=False)
    (folder / "pg" / "data").mkdir(parents=True)
    (folder / "pg" / "data" / "PG_VERSION").write_text("18\n")
    (folder / "pg" / "passwords.json").write_text('{"superuser":"a","owner":"b","app":"c","auditor":"d"}')
    with pytest.raises(DatabaseUnavailable):
        broken.start()
    shutil.rmtree(folder)
