"""The composition root: settings in, services out. The only place that knows which adapter stands behind a port."""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Mapping

from api.services import Services
from api.settings import FaceSettings
from app import databases
from app.background import Background
from app.housekeeping import Housekeeping
from app.settings import Settings
from app.version import VERSION
from core import jobs
from core.clock import Clock, SystemClock
from core.cpu import CpuPool
from core.database import Database
from core.errors import PlatformError
from core.idempotency import Idempotency
from core.objects import FolderObjects
from core.outbox import JOB as DELIVERY
from core.outbox import Deliver, Outbox
from core.telemetry import Telemetry
from inference.decisions import QueueSettings
from inference.explanations.compiled import find_kernel
from inference.rule_facts import RuleFacts
from inference.services import assemble as assemble_inference
from ledger.keys import LogKeys
from ledger.log import Ledger
from ledger.receipts import ReceiptSigner
from ledger.sequencer import Sequencer
from ledger.settings import LedgerSettings
from payments.logins import Logins
from payments.transactions import Payments
from rules.active import ActiveRulesets
from rules.assessment import Assessor
from rules.rulesets import Rulesets
from tenants import kms
from tenants.installation_keys import open_key
from tenants.kms import Kms
from tenants.mail import INVITATION_TOPIC, FolderMailer, InvitationMail
from tenants.services import TenantServices, assemble
from tenants.settings import MasterKey, TenantsSettings


class Readiness:
    """Ready means: the database answers, and this process is not on its way out."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._draining = False

    def drain(self) -> None:
        self._draining = True

    async def check(self) -> Mapping[str, str]:
        if self._draining:
            return {"server": "stopping"}
        try:
            await self._database.ping()
        except PlatformError as error:
            return {"database": error.code}
        return {}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Foundation:
    """What every process of ours needs before it does anything."""

    settings: Settings
    clock: Clock
    cpu: CpuPool
    database: Database
    kms: Kms
    tenants: TenantServices


@dataclasses.dataclass(frozen=True, kw_only=True)
class WiredServer:
    services: Services
    faces: FaceSettings
    readiness: Readiness

    def begin_drain(self) -> None:
        self.readiness.drain()


def tenants_settings(settings: Settings) -> TenantsSettings:
    key = settings.master_key.reveal()
    return TenantsSettings(
        data_dir=settings.data_dir,
        master_key=MasterKey(bytes.fromhex(key)) if key else None,
        issuer=settings.server.public_url,
        console_url=f"{settings.server.public_url}/console",
        tenant_creation_open=settings.server.tenant_signup,
    )


def face_settings(settings: Settings) -> FaceSettings:
    return FaceSettings(grpc_host=settings.server.host, grpc_port=settings.server.grpc_port)


@contextlib.asynccontextmanager
async def foundation(settings: Settings, *, pool_size_max: int = 12) -> AsyncIterator[Foundation]:
    """Open the database and the services that everything else stands on."""
    clock, cpu = SystemClock(), CpuPool()
    database = await Database.open(databases.app_settings(settings, pool_size_max=pool_size_max))
    try:
        tenant_settings = tenants_settings(settings)
        keys = kms.local(tenant_settings)
        tenants = await assemble(database, keys, cpu, clock, tenant_settings)
        yield Foundation(
            settings=settings, clock=clock, cpu=cpu, database=database, kms=keys, tenants=tenants
        )
    finally:
        cpu.close()
        await database.close()


async def receipt_signer(base: Foundation) -> ReceiptSigner:
    """Open the installation's receipt key; it signs nothing else."""
    seed = await open_key(base.database, base.kms, base.clock, "receipts")
    return ReceiptSigner(f"{base.settings.ledger_domain}/receipts", seed)


def log_keys(base: Foundation) -> LogKeys:
    return LogKeys(base.database, base.tenants.vaults, base.clock, base.settings.ledger_domain)


@contextlib.asynccontextmanager
async def server(settings: Settings) -> AsyncIterator[WiredServer]:
    """Everything behind the two faces."""
    telemetry = Telemetry(settings.telemetry, service="countermark-server", version=VERSION)
    async with foundation(settings) as base, Background() as background:
        background.start("usage", base.tenants.usage.run)
        readiness = Readiness(base.database)
        rulesets = ActiveRulesets(base.database)
        signer = await receipt_signer(base)
        inference = assemble_inference(
            base.database,
            base.tenants.vaults,
            rulesets,
            signer,
            FolderObjects(settings.objects_dir),
            base.clock,
            kernel=await asyncio.to_thread(find_kernel, settings.data_dir / "kernels"),
            queue=QueueSettings(
                batch_max=settings.decisions.batch_max, queue_max=settings.decisions.queue_max
            ),
        )
        services = Services(
            clock=base.clock,
            authenticator=base.tenants.authenticator,
            limits=base.tenants.limits,
            idempotency=Idempotency(base.database),
            vaults=base.tenants.vaults,
            tenants=base.tenants.tenants,
            members=base.tenants.members,
            invitations=base.tenants.invitations,
            member_security=base.tenants.member_security,
            sessions=base.tenants.sessions,
            api_keys=base.tenants.api_keys,
            oauth_clients=base.tenants.oauth_clients,
            oauth=base.tenants.oauth,
            usage=base.tenants.usage,
            payments=Payments(base.database, base.tenants.vaults, base.clock),
            logins=Logins(base.database, base.tenants.vaults, base.clock),
            registry=inference.registry,
            deployments=inference.deployments,
            decisions=inference.decisions,
            replays=inference.replays,
            rulesets=Rulesets(
                base.database, base.clock, RuleFacts(inference.deployments), rulesets, Assessor()
            ),
            ledger=Ledger(base.database, log_keys(base), signer.key),
            readiness=readiness,
            telemetry=telemetry,
        )
        yield WiredServer(services=services, faces=face_settings(settings), readiness=readiness)
        await inference.decisions.close()
    telemetry.close()


@contextlib.asynccontextmanager
async def worker(settings: Settings) -> AsyncIterator[None]:
    """Everything that happens later: logs are sequenced, the outbox is delivered, the house is kept."""
    async with foundation(settings, pool_size_max=6) as base, Background() as background:
        ledger_settings = ledger_settings_of(settings)
        sequencer = Sequencer(base.database, log_keys(base), base.cpu, base.clock, ledger_settings)
        outbox = Outbox(base.database, topics(base))
        housekeeping = Housekeeping(base.database)
        background.start("sequencer", sequencer.run)
        background.start("jobs", lambda: run_jobs(base.database, {DELIVERY: outbox.deliver}))
        background.start("housekeeping", housekeeping.run)
        yield


async def run_jobs(database: Database, handlers: Mapping[str, jobs.Handler]) -> None:
    """Take jobs on a connection of their own until cancelled."""
    async with database.listening() as connection:
        await jobs.run(connection, handlers)


def topics(base: Foundation) -> dict[str, Deliver]:
    """Who carries out which effect."""
    invitations = InvitationMail(base.tenants.vaults, FolderMailer(base.settings.mail_dir))
    return {INVITATION_TOPIC: invitations.deliver}


def ledger_settings_of(settings: Settings) -> LedgerSettings:
    return LedgerSettings(domain=settings.ledger_domain, heads_dir=settings.data_dir / "heads")
