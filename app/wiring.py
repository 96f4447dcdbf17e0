"""The composition root: settings in, services out. The only place that knows which adapter stands behind a port."""

import contextlib
import dataclasses
from collections.abc import AsyncIterator, Mapping

from api.services import Services
from api.settings import FaceSettings
from app import databases
from app.background import Background
from app.settings import Settings
from app.version import VERSION
from core.clock import Clock, SystemClock
from core.cpu import CpuPool
from core.database import Database
from core.errors import PlatformError
from core.idempotency import Idempotency
from core.telemetry import Telemetry
from tenants import kms
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
        tenants = await assemble(database, kms.local(tenant_settings), cpu, clock, tenant_settings)
        yield Foundation(settings=settings, clock=clock, cpu=cpu, database=database, tenants=tenants)
    finally:
        cpu.close()
        await database.close()


@contextlib.asynccontextmanager
async def server(settings: Settings) -> AsyncIterator[WiredServer]:
    """Everything behind the two faces."""
    telemetry = Telemetry(settings.telemetry, service="countermark-server", version=VERSION)
    async with foundation(settings) as base, Background() as background:
        background.start("usage", base.tenants.usage.run)
        readiness = Readiness(base.database)
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
            readiness=readiness,
            telemetry=telemetry,
        )
        yield WiredServer(services=services, faces=face_settings(settings), readiness=readiness)
    telemetry.close()
