"""A sequencer as a process of its own, to be killed: it leads, or it races without asking who leads."""

import asyncio
import pathlib
import sys
from uuid import UUID

import asyncpg
import msgspec

from core.clock import SystemClock
from core.cpu import CpuPool
from core.database import Database, DatabaseSettings
from core.errors import PlatformError
from ledger.errors import LeaderFenced
from ledger.keys import LogKeys
from ledger.sequencer import Sequencer
from ledger.settings import LedgerSettings
from tenants.kms import LocalKms
from tenants.settings import MasterKey
from tenants.vaults import Vaults

_AGAIN_S = 0.05


class Told(msgspec.Struct, frozen=True):
    """What the test hands over on standard input. master: hexadecimal. racing: these logs, past the lock of the leader."""

    url: str
    heads: str
    master: str
    racing: tuple[UUID, ...] = ()


async def main(told: Told) -> None:
    settings = LedgerSettings(domain="countermark.test", heads_dir=pathlib.Path(told.heads))
    database = await _opened(told.url)
    clock, kms = SystemClock(), LocalKms(MasterKey(bytes.fromhex(told.master)))
    keys = LogKeys(database, Vaults(database, kms, clock), clock, settings.domain)
    sequencer = Sequencer(database, keys, CpuPool(), clock, settings)
    while True:
        try:
            await (_race(sequencer, told.racing) if told.racing else sequencer.run())
        except (PlatformError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await asyncio.sleep(_AGAIN_S)


async def _opened(url: str) -> Database:
    while True:
        try:
            return await Database.open(DatabaseSettings(url=url, pool_size_max=4))
        except PlatformError:
            await asyncio.sleep(_AGAIN_S)


async def _race(sequencer: Sequencer, logs: tuple[UUID, ...]) -> None:
    """Do what the leader does, as one that never heard that it is none any more. Being fenced is what should happen."""
    while True:
        for environment_id in logs:
            try:
                await sequencer.sequence(environment_id)
                await sequencer.publish(environment_id)
            except (LeaderFenced, asyncpg.UniqueViolationError):
                sys.stdout.write("fenced\n")
                sys.stdout.flush()
        await asyncio.sleep(0)


if __name__ == "__main__":
    asyncio.run(main(msgspec.json.decode(sys.stdin.buffer.read(), type=Told)))
