"""What every process of ours stands on: settings, clock, database, keys and tenants."""

import contextlib
import dataclasses
from collections.abc import AsyncIterator

from app import databases
from app.settings import Settings
from core.clock import Clock, EnvironmentClock, SystemClock
from core.cpu import CpuPool
from core.database import Database
from ledger.keys import LogKeys
from ledger.receipts import ReceiptSigner
from ledger.signers import LogSigner, signer_of
from ledger.slots import SlotKeys
from ledger.verifier.note_keys import ED25519, ML_DSA_44
from tenants import kms
from tenants.installation_keys import open_key
from tenants.kms import Kms
from tenants.services import TenantServices, assemble
from tenants.settings import MasterKey, TenantsSettings


@dataclasses.dataclass(frozen=True, kw_only=True)
class Foundation:
    """What every process of ours needs before it does anything.

    clock: of the environment at hand, for all that is business. true_clock: what no sandbox moves.
    """

    settings: Settings
    clock: Clock
    true_clock: Clock
    cpu: CpuPool
    database: Database
    kms: Kms
    tenants: TenantServices


@contextlib.asynccontextmanager
async def open_foundation(settings: Settings, *, pool_size_max: int = 12) -> AsyncIterator[Foundation]:
    """Open the database and the services that everything else stands on."""
    true_clock, cpu = SystemClock(), CpuPool()
    database = await Database.open(databases.app_settings(settings, pool_size_max=pool_size_max))
    try:
        tenant_settings = tenants_settings(settings)
        keys = kms.local(tenant_settings)
        tenants = await assemble(database, keys, cpu, true_clock, tenant_settings)
        yield Foundation(
            settings=settings,
            clock=EnvironmentClock(true_clock),
            true_clock=true_clock,
            cpu=cpu,
            database=database,
            kms=keys,
            tenants=tenants,
        )
    finally:
        cpu.close()
        await database.close()


def tenants_settings(settings: Settings) -> TenantsSettings:
    key, previous = settings.master_key.reveal(), settings.master_key_previous.reveal()
    return TenantsSettings(
        data_dir=settings.data_dir,
        master_key=MasterKey(bytes.fromhex(key)) if key else None,
        master_keys_previous=(MasterKey(bytes.fromhex(previous)),) if previous else (),
        issuer=settings.server.public_url,
        console_url=f"{settings.server.public_url}/console",
        tenant_creation_open=settings.server.tenant_signup,
    )


async def receipt_signer(base: Foundation) -> ReceiptSigner:
    """Open the installation's receipt key; it signs nothing else."""
    seed = await open_key(base.database, base.kms, base.true_clock, "receipts")
    return ReceiptSigner(f"{base.settings.ledger_domain}/receipts", seed)


async def super_signer(base: Foundation) -> LogSigner:
    """Open the keys of the super-log, one or one of each kind; they sign nothing else."""
    purposes = [(ED25519, "super")] + (
        [(ML_DSA_44, "super-ml-dsa-44")] if base.settings.ledger_ml_dsa else []
    )
    seeds = [(kind, await open_key(base.database, base.kms, base.true_clock, use)) for kind, use in purposes]
    return signer_of(f"{base.settings.ledger_domain}/ledger/super", seeds)


async def slot_keys(base: Foundation) -> SlotKeys:
    """Open the key from which the salts of slots derive."""
    return SlotKeys(await open_key(base.database, base.kms, base.true_clock, "slots"))


def log_keys(base: Foundation) -> LogKeys:
    return LogKeys(
        base.database,
        base.tenants.vaults,
        base.true_clock,
        base.settings.ledger_domain,
        ml_dsa=base.settings.ledger_ml_dsa,
    )
