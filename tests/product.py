"""The product as it runs: real services on the real database behind both faces on real sockets, with two tenants."""

import contextlib
import dataclasses
import functools
import os
import pathlib
import tempfile
from collections.abc import AsyncIterator
from uuid import UUID

import grpc
import httpx

from api.services import Services
from app.chain_settings import ChainSettings
from app.setting_texts import Secret
from app.settings import DecisionSettings, ServerSettings, Settings
from app.wiring import server as wiring
from app.wiring.foundation import Foundation
from core import roles
from core.postgres import EmbeddedPostgres
from core.telemetry_settings import TelemetrySettings
from inference import starters
from tenants.api_keys import ApiKeys, CreateApiKey
from tenants.permissions import TENANT_PERMISSIONS
from tenants.plans import PlanName
from tenants.principals import Mode, Principal
from tenants.tenancy import INSTALLATION, CreateTenant, Tenant, Tenants
from tests.fakes.servers import rest_server, rpc_server
from tests.tenants.conftest import MASTER


@dataclasses.dataclass(frozen=True)
class Party:
    """One tenant's sandbox and live environment, each with a key that may do everything a tenant may."""

    tenant: Tenant
    system: Principal
    sandbox_key: str
    live_key: str

    @property
    def headers(self) -> dict[str, str]:
        return {"X-API-Key": self.sandbox_key}


@dataclasses.dataclass(frozen=True)
class Product:
    """base: what the services stand on, for a test that does the worker's part. rest carries no credential of its own."""

    base: Foundation
    services: Services
    rest: httpx.AsyncClient
    channel: grpc.aio.Channel
    asha: Party
    other: Party


def settings_for(postgres: EmbeddedPostgres, folder: pathlib.Path) -> Settings:
    return Settings(
        data_dir=folder,
        database_owner_url=Secret(postgres.url(roles.OWNER)),
        database_app_url=Secret(postgres.url(roles.APP)),
        master_key=Secret(MASTER.reveal().hex()),
        chain=ChainSettings(
            chain_id=31337, payments=bytes.fromhex("5fbdb2315678afecb367f032d93f642f64180aa3")
        ),
        ledger_domain="test.local",
        drop_dir=folder / "drop",
        log_level="warning",
        server=ServerSettings(),
        decisions=DecisionSettings(),
        telemetry=TelemetrySettings(),
    )


@contextlib.asynccontextmanager
async def product(
    postgres: EmbeddedPostgres, folder: pathlib.Path, settings: Settings | None = None
) -> AsyncIterator[Product]:
    """Wire everything as the server process does, and make two tenants. settings: others than `settings_for`."""
    lend_starters((settings or settings_for(postgres, folder)).objects_dir)
    async with wiring.server(settings or settings_for(postgres, folder)) as wired:
        services = wired.services
        async with rest_server(services, wired.faces) as rest, rpc_server(services, wired.faces) as channel:
            asha = await party(services, "Asha Bank")
            other = await party(services, "Other Bank")
            yield Product(
                base=wired.base, services=services, rest=rest, channel=channel, asha=asha, other=other
            )


def lend_starters(objects: pathlib.Path) -> None:
    """Link the starters into a new object store, where a first start would write their 11 MB: hundreds of tests do."""
    for lent in pathlib.Path(_lent().name).rglob("*.*"):
        place = objects / "artefacts" / lent.parent.name / lent.name
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            os.link(lent, place)


@functools.cache
def _lent() -> tempfile.TemporaryDirectory[str]:
    """A folder with the starters by digest, for as long as the tests run."""
    folder = tempfile.TemporaryDirectory()
    for use_case in starters.names():
        place = pathlib.Path(folder.name) / starters.row(UUID(int=0), use_case).digest.hex()
        place.mkdir()
        for name, data in starters.files(use_case).items():
            (place / name).write_bytes(data)
    return folder


async def party(services: Services, name: str) -> Party:
    tenants = services.tenants
    tenant = await tenants.create(INSTALLATION, CreateTenant(name=name, plan=PlanName.UNMETERED))
    return Party(
        tenant=tenant,
        system=await tenants.system_caller(tenant.id, "sandbox"),
        sandbox_key=await _key(tenants, services.api_keys, tenant, "sandbox"),
        live_key=await _key(tenants, services.api_keys, tenant, "live"),
    )


async def _key(tenants: Tenants, api_keys: ApiKeys, tenant: Tenant, mode: Mode) -> str:
    caller = await tenants.system_caller(tenant.id, mode)
    made = await api_keys.create(caller, CreateApiKey(name="everything", scopes=sorted(TENANT_PERMISSIONS)))
    return made.text
