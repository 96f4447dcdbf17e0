"""A sequencer, and who closes epochs, as a process to be killed: it leads, or it races without asking who leads."""

import asyncio
import hashlib
import pathlib
import sys
from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.clock import SystemClock
from core.cpu import CpuPool
from core.database import Database, DatabaseSettings
from core.errors import PlatformError
from ledger.epochs import EpochCloser
from ledger.errors import LeaderFenced
from ledger.keys import LogKeys
from ledger.sequencer import Sequencer
from ledger.settings import LedgerSettings
from ledger.signers import LogSigner
from ledger.slots import SlotKeys
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
    settings = LedgerSettings(domain="countermark.test", heads_dir=pathlib.Path(told.heads), epoch_every_s=1)
    database = await _opened(told.url)
    clock, kms = SystemClock(), LocalKms(MasterKey(bytes.fromhex(told.master)))
    keys = LogKeys(database, Vaults(database, kms, clock), clock, settings.domain)
    cpu = CpuPool()
    sequencer = Sequencer(database, keys, cpu, clock, settings)
    closer = EpochCloser(
        database, super_signer(told.master), SlotKeys(bytes.fromhex(told.master)), cpu, clock, settings
    )
    if told.racing:
        await _for_ever(lambda: _race(sequencer, closer, told.racing))
    else:
        await asyncio.gather(_for_ever(sequencer.run), _for_ever(closer.run))


def super_signer(master: str) -> LogSigner:
    """The key of the super-log, the same in every process of a test."""
    seed = hashlib.sha256(b"super" + bytes.fromhex(master)).digest()
    return LogSigner("countermark.test/ledger/super", Ed25519PrivateKey.from_private_bytes(seed))


async def _for_ever(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except (PlatformError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await asyncio.sleep(_AGAIN_S)


async def _opened(url: str) -> Database:
    while True:
        try:
            return await Database.open(DatabaseSettings(url=url, pool_size_max=4))
        except PlatformError:
            await asyncio.sleep(_AGAIN_S)


async def _race(sequencer: Sequencer, closer: EpochCloser, logs: tuple[UUID, ...]) -> None:
    """Do what the leader does, as one that never heard that it is none any more. Being fenced is what should happen."""
    while True:
        for environment_id in logs:
            try:
                await sequencer.sequence(environment_id)
                await sequencer.publish(environment_id)
                if await closer.close() is not None:
                    await closer.publish()
            except (LeaderFenced, asyncpg.UniqueViolationError):
                sys.stdout.write("fenced\n")
                sys.stdout.flush()
        await asyncio.sleep(0)


if __name__ == "__main__":
    asyncio.run(main(msgspec.json.decode(sys.stdin.buffer.read(), type=Told)))
