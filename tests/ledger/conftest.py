"""A log of its own for each test, on the real database: vault, keys, sequencer and the service that reads it."""

import asyncio
import dataclasses
import datetime as dt
import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core import ids, intake, roles
from core.clock import ManualClock
from core.cpu import CpuPool
from core.database import Database, DatabaseSettings
from core.intake import Entry
from core.postgres import EmbeddedPostgres
from ledger.epochs import EpochCloser
from ledger.keys import LogKeys
from ledger.log import Ledger
from ledger.receipts import ReceiptSigner
from ledger.sequencer import Sequencer
from ledger.settings import LedgerSettings
from ledger.signers import LogSigner
from ledger.slots import EpochRecord, SlotKeys
from ledger.super_log import SuperLog
from migrations.upgrade import upgrade
from tenants.kms import LocalKms
from tenants.permissions import EVERY_PERMISSION
from tenants.principals import Principal, PrincipalKind
from tenants.settings import MasterKey
from tenants.vaults import Vaults
from tests.fakes.watch import StopWatch
from tests.ledger import directory_store

DOMAIN = "countermark.test"
SUPER = LogSigner(f"{DOMAIN}/ledger/super", Ed25519PrivateKey.generate())
SLOTS = SlotKeys(secrets.token_bytes(32))
KMS = LocalKms(MasterKey(secrets.token_bytes(32)))


@dataclasses.dataclass
class Log:
    """One environment with its log. `watch` is the sequencer's own time."""

    database: Database
    clock: ManualClock
    watch: StopWatch
    cpu: CpuPool
    keys: LogKeys
    settings: LedgerSettings
    signer: ReceiptSigner
    caller: Principal

    @property
    def id(self) -> UUID:
        return self.caller.environment_id

    @property
    def ledger(self) -> Ledger:
        return Ledger(
            self.database,
            self.keys,
            SuperLog(self.database, self.clock),
            receipt_key=self.signer.key,
            super_keys=SUPER.keys,
        )

    def sequencer(self, settings: LedgerSettings | None = None) -> Sequencer:
        return Sequencer(
            self.database, self.keys, self.cpu, self.clock, settings or self.settings, monotonic_s=self.watch
        )

    def entry(self, **changes: object) -> Entry:
        self.clock.advance(dt.timedelta(milliseconds=1))
        fields: dict[str, object] = {
            "typ": "decision.v1",
            "log": self.id,
            "eid": ids.uuid7(self.clock),
            "at": self.clock.now(),
            "act": "key_test",
            "out": "review",
            "score": 500_000,
            "pc": (secrets.token_bytes(32),),
        }
        return Entry(**{**fields, **changes})  # type: ignore[arg-type]  # a test names fields freely

    async def append(self, entries: Sequence[Entry]) -> None:
        async with self.database.transaction(self.id) as tx:
            await intake.append_many(tx, entries)

    async def grow(self, count: int) -> list[Entry]:
        """Append entries and sequence all, without signing."""
        entries = [self.entry() for _ in range(count)]
        await self.append(entries)
        sequencer = self.sequencer()
        while await sequencer.sequence(self.id):
            pass
        return entries

    async def close_epoch(self) -> EpochRecord:
        """Put every log of the database into one more epoch, and sign it. Only in a database of its own."""
        closer = EpochCloser(self.database, SUPER, SLOTS, self.cpu, self.clock, self.settings)
        record = await closer.close()
        if record is None:
            self.clock.advance(dt.timedelta(seconds=self.settings.epoch_every_s))
            record = await closer.close()
        assert record is not None
        await closer.publish()
        return record

    async def signed(self, count: int) -> list[Entry]:
        """Append entries, sequence all and sign once."""
        entries = await self.grow(count)
        await self.sequencer().publish(self.id)
        return entries


@pytest.fixture
def watch() -> StopWatch:
    return StopWatch()


@pytest.fixture
def cpu() -> Iterator[CpuPool]:
    pool = CpuPool()
    yield pool
    pool.close()


async def make_log(database: Database, clock: ManualClock, watch: StopWatch, cpu: CpuPool) -> Log:
    environment_id = ids.uuid7(clock)
    vaults = Vaults(database, KMS, clock)
    async with database.transaction(environment_id) as tx:
        await vaults.create(tx, environment_id)
        await directory_store.add_environment(tx, environment_id)
    caller = Principal(
        kind=PrincipalKind.API_KEY,
        id="key_test",
        tenant_id=ids.uuid7(clock),
        environment_id=environment_id,
        mode="sandbox",
        permissions=EVERY_PERMISSION,
    )
    keys = LogKeys(database, vaults, clock, DOMAIN)
    signer = ReceiptSigner(f"{DOMAIN}/receipts", secrets.token_bytes(32))
    return Log(database, clock, watch, cpu, keys, LedgerSettings(domain=DOMAIN), signer, caller)


@pytest.fixture(scope="session")
def pristine(postgres: EmbeddedPostgres) -> str:
    """A migrated database that nobody wrote to, to be copied: the super-log is one for all logs of a database."""
    asyncio.run(directory_store.make_database(postgres.url("postgres"), "pristine", "template1"))
    upgrade(postgres.url(roles.OWNER).replace("/countermark?", "/pristine?"))
    return "pristine"


@pytest.fixture
async def apart(postgres: EmbeddedPostgres, pristine: str) -> AsyncIterator[Database]:
    """A database of its own for one test, without a log in it."""
    name = f"apart_{secrets.token_hex(4)}"
    await directory_store.make_database(postgres.url("postgres"), name, pristine)
    url = postgres.url().replace("/countermark?", f"/{name}?")
    opened = await Database.open(DatabaseSettings(url=url, pool_size_max=8, acquire_timeout_ms=30_000))
    yield opened
    await opened.close()


@pytest.fixture
async def log(database: Database, clock: ManualClock, watch: StopWatch, cpu: CpuPool) -> AsyncIterator[Log]:
    made = await make_log(database, clock, watch, cpu)
    yield made
    async with database.unscoped() as tx:  # other tests' sequencers should not sweep this log
        await directory_store.drop_environment(tx, made.id)


@pytest.fixture
async def other_log(
    database: Database, clock: ManualClock, watch: StopWatch, cpu: CpuPool
) -> AsyncIterator[Log]:
    made = await make_log(database, clock, watch, cpu)
    yield made
    async with database.unscoped() as tx:
        await directory_store.drop_environment(tx, made.id)
