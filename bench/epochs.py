"""Closing an epoch over many logs on an embedded PostgreSQL: processor time of the closer and of PostgreSQL, and bytes kept.

Every log has a checkpoint of its own that moved since the epoch before; a third of them are empty, as new environments are.
"""

import asyncio
import datetime as dt
import os
import pathlib
import secrets
import statistics
import sys
import time
from uuid import UUID

import asyncpg
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.scratch import scratch
from core import ids, roles
from core.clock import ManualClock, SystemClock
from core.cpu import CpuPool
from core.database import Database, DatabaseSettings
from core.postgres import EmbeddedPostgres
from ledger.epochs import EpochCloser
from ledger.keys import LogSigner
from ledger.settings import LedgerSettings
from ledger.slots import SlotKeys
from migrations.upgrade import upgrade

COUNTS = (1_000, 10_000)
EPOCHS = 5
CPU_S_MAX_OF_1000 = 1.0
_ADD_LOGS = "INSERT INTO environment_directory (environment_id) SELECT unnest($1::uuid[])"
_ADD_CHECKPOINTS = """
INSERT INTO ledger_checkpoint (environment_id, size, root, note, signed_at)
SELECT id, $2, sha256(id::text::bytea || $3::bytea), 'a note', now() FROM unnest($1::uuid[]) AS e (id)
"""
_KEPT = "SELECT pg_total_relation_size('ledger_epoch_slot')"


class Closed(msgspec.Struct, frozen=True):
    """Of one epoch, in seconds: processor time of this process and of PostgreSQL's sessions, and by the wall clock."""

    own_s: float
    postgres_s: float
    wall_s: float


def main() -> int:
    met = True
    for count in COUNTS:
        with scratch("epochs") as folder:
            cluster = EmbeddedPostgres(folder / "pg")
            cluster.start()
            try:
                upgrade(cluster.url(roles.OWNER))
                closed, kept = asyncio.run(close_epochs(cluster, count))
            finally:
                cluster.stop()
        own, postgres, wall = (
            statistics.median(getattr(one, name) for one in closed)
            for name in ("own_s", "postgres_s", "wall_s")
        )
        print(
            f"{count:>6,} logs: {own * 1000:6.0f} ms of the closer's processor, {postgres * 1000:6.0f} ms of PostgreSQL's, "
            f"{wall * 1000:6.0f} ms until it is signed; {kept:,.0f} bytes kept for each log and epoch"
        )
        met = met and (count != COUNTS[0] or own + postgres <= CPU_S_MAX_OF_1000)
    return 0 if met else 1


async def close_epochs(cluster: EmbeddedPostgres, count: int) -> tuple[list[Closed], float]:
    """Returns: what each epoch but the first cost, and the bytes of a log's row."""
    database = await Database.open(DatabaseSettings(url=cluster.url(), pool_size_max=2))
    owner = await asyncpg.connect(cluster.url("postgres"))
    clock = ManualClock(SystemClock().now())
    signer = LogSigner("bench.local/ledger/super", Ed25519PrivateKey.generate())
    cpu = CpuPool()
    closer = EpochCloser(
        database, signer, SlotKeys(secrets.token_bytes(32)), cpu, clock, LedgerSettings(epoch_every_s=1)
    )
    logs = [ids.uuid7(SystemClock()) for _ in range(count)]
    await owner.execute(_ADD_LOGS, logs)
    closed = []
    for epoch in range(1, EPOCHS + 2):
        await _move(owner, logs, epoch)
        clock.advance(dt.timedelta(seconds=1))
        own, postgres, started = time.process_time(), _postgres_s(cluster), time.perf_counter()
        record = await closer.close()
        await closer.publish()
        assert record is not None
        assert record.slots == count
        closed.append(
            Closed(time.process_time() - own, _postgres_s(cluster) - postgres, time.perf_counter() - started)
        )
    kept = await owner.fetchval(_KEPT)
    await owner.close()
    await database.close()
    cpu.close()
    return closed[1:], kept / count / (EPOCHS + 1)


async def _move(owner: asyncpg.Connection, logs: list[UUID], epoch: int) -> None:
    """Give two logs in three their next checkpoint."""
    moving = [log for number, log in enumerate(logs) if number % 3]
    await owner.execute(_ADD_CHECKPOINTS, moving, epoch * 100, secrets.token_bytes(8))


def _postgres_s(cluster: EmbeddedPostgres) -> float:
    """Processor time of the postmaster's children that live now."""
    ticks = 0
    for task in pathlib.Path(f"/proc/{cluster.pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            fields = pathlib.Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
