"""The embedded PostgreSQL after its end was not in order."""

import asyncio
import contextlib
import os
import pathlib
import queue
import signal
import threading
import time
from collections.abc import Iterator

import asyncpg
import pytest

from app.scratch import scratch
from core import postgres_host
from core.errors import DatabaseUnavailable
from core.postgres import DatabaseElsewhere, EmbeddedPostgres

HELD_S = 0.5
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")


@pytest.fixture
def cluster() -> Iterator[EmbeddedPostgres]:
    with scratch("postgres") as folder:
        made = EmbeddedPostgres(folder / "pg", durable=False)
        made.start()
        try:
            yield made
        finally:
            made.stop()


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
    with scratch("postgres") as folder:
        broken = EmbeddedPostgres(folder / "pg", durable=False)
        (folder / "pg" / "data").mkdir(parents=True)
        (folder / "pg" / "data" / "PG_VERSION").write_text("18\n")
        (folder / "pg" / "passwords.json").write_text('{"superuser":"a","owner":"b","app":"c","auditor":"d"}')
        with pytest.raises(DatabaseUnavailable):
            broken.start()


@as_root
def test_files_that_must_live_elsewhere_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below a folder that PostgreSQL's user cannot pass, the cluster lives elsewhere: a link in the data folder says where;
    it stays there when the folder is opened, is found by a folder of the same path alone, and is never made a second time.
    """
    with scratch("postgres") as folder:
        monkeypatch.setattr(postgres_host, "_ROOTS_FOLDER", folder / "roots")
        home = folder / "home"
        home.mkdir(mode=0o700)
        made = EmbeddedPostgres(home / "data" / "postgres", durable=False)
        assert made.folder.parent == folder / "roots"
        made.start()
        made.stop()
        assert (home / "data" / "postgres").readlink() == made.folder
        assert (made.folder / "data" / "PG_VERSION").exists()
        home.chmod(0o711)
        assert EmbeddedPostgres(home / "data" / "postgres").folder == made.folder
        (home / "data").rename(home / "moved")
        moved = EmbeddedPostgres(home / "moved" / "postgres")
        with pytest.raises(DatabaseElsewhere) as refused:
            moved.start()
        assert f"mv {made.folder} {moved.folder}" in str(refused.value.how_to_fix)
        made.folder.rename(moved.folder)
        (home / "moved" / "postgres").unlink()
        moved.start()
        moved.stop()


def test_no_socket_is_left(tmp_path: pathlib.Path) -> None:
    """Where the data folder's path is too long for a socket, its folder among the temporary ones goes with the server."""
    with scratch("postgres") as folder:
        made = EmbeddedPostgres(folder / ("x" * 80) / "pg", durable=False)
        socket = made._socket
        assert socket.parent != made.folder
        made.start()
        assert socket.exists()
        made.stop()
        assert not socket.exists()
