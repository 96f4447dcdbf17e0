"""One owner of a data folder, one leader of the logs, however many try."""

import asyncio
import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from app import launch
from app.launch import RunningService
from ledger import epoch_store, store
from tests.faults import audit, processes
from tests.faults.conftest import Installation
from tests.faults.load import Load
from tests.turns import HANGS_S, until

pytestmark = pytest.mark.faults

TAKEOVERS = 3
LEADS = [store.LEADER_LOCK, epoch_store.LEADER_LOCK]
HELD = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32 | objid::bigint) = ANY ($1::bigint[])
"""


async def test_a_second_supervisor_is_refused(installation: Installation, service: RunningService) -> None:
    """The data folder has an owner: another `countermark serve` says so, exits with 1, and disturbs nothing."""
    target = await installation.sandbox()
    family = processes.children_of(service.pid).keys()
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "app.cli.main", "serve"],
        env=installation.variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=HANGS_S,
    )
    assert done.returncode == 1
    assert "already_serving" in done.stderr
    assert processes.children_of(service.pid).keys() == family
    load = Load(target, seed=3)
    async with load.running():
        await load.answered_after(time.monotonic(), HANGS_S)
        await load.stop()


async def test_two_workers_make_one_log(
    installation: Installation, service: RunningService, tmp_path: pathlib.Path, seed: int
) -> None:
    """Of two workers one sequences, and one closes epochs. Killed, the other takes over; frozen and thawed, the leader goes on; no fork."""
    target = await installation.sandbox()
    load, trust = Load(target, seed), await audit.trust_of(target)
    notes: list[str] = []
    with _another_worker(installation):
        async with load.running():
            for _ in range(TAKEOVERS):
                await asyncio.sleep(1.0)
                notes.append(await audit.newest_note(target))
                processes.kill(await asyncio.to_thread(processes.wait_for, service.pid, "worker"))
            worker = await asyncio.to_thread(processes.wait_for, service.pid, "worker")
            os.kill(worker, signal.SIGSTOP)
            await asyncio.sleep(1.0)
            os.kill(worker, signal.SIGCONT)
            await load.stop()
        async with audit.superuser(installation.settings) as connection:

            async def is_led() -> bool:
                held = await connection.fetchval(HELD, LEADS)
                assert held <= len(LEADS)
                return bool(held == len(LEADS))

            await until(is_led)
        await audit.check(installation.settings, target, load.acknowledged, notes, trust, tmp_path)


@contextlib.contextmanager
def _another_worker(installation: Installation) -> "Iterator[subprocess.Popen[bytes]]":
    log = pathlib.Path(installation.variables["COUNTERMARK_DATA_DIR"]) / "service.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.worker"],
            env=installation.variables, stdin=subprocess.PIPE, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        yield process
    finally:
        launch.stop(process)
        if process.stdin is not None:
            process.stdin.close()
