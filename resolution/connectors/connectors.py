"""Connectors made, read, given new credentials, removed. Credentials rest sealed in the environment's vault and are shown to nobody."""

from uuid import UUID

import msgspec

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import FieldError, InvalidRequest
from core.ids import public, uuid7
from core.pages import Page, page_of
from resolution.connectors import connector_store
from resolution.connectors.entities import (
    Connector,
    ConnectorExists,
    ConnectorNotFound,
    ConnectorsFull,
    CreateConnector,
    Credentials,
    RotateConnector,
    Sealed,
)
from resolution.connectors.presets import PRESETS, Preset
from resolution.outbound.reach import Reach
from tenants.entries import record
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

CONNECTORS_MAX = 50
SEALED_AS = "connector.sealed"
WEBHOOK_SEALED_AS = "connector.webhook_sealed"
_ANYTHING = ["/**"]
_NEEDS = {"none": (), "bearer": ("secret",), "basic": ("username", "secret"), "header": ("secret",), "hmac": ("secret",)}  # fmt: skip


class Connectors:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock, reach: Reach) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._reach = reach

    async def create(self, caller: Principal, command: CreateConnector) -> Connector:
        """Raises: PermissionDenied, InvalidRequest by field, ConnectorExists, ConnectorsFull."""
        caller.require(Permission.CONNECTORS_WRITE)
        environment_id = caller.environment_id
        vault = await self._vaults.of(environment_id)
        sealed = self._made(caller, command, vault)
        async with self._database.transaction(environment_id) as tx:
            if await connector_store.count(tx, environment_id) >= CONNECTORS_MAX:
                raise ConnectorsFull(f"An environment has {CONNECTORS_MAX} connectors at most.")
            if not await connector_store.insert(tx, sealed):
                raise ConnectorExists(f"There is a connector called {command.name}.")
            await record(tx, self._clock, caller, "connector.create.v1", sealed.connector.id)
        return sealed.connector

    async def get(self, caller: Principal, connector_id: UUID) -> Connector:
        """Raises: PermissionDenied, ConnectorNotFound."""
        caller.require(Permission.CONNECTORS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return (await self._found(tx, caller.environment_id, connector_id)).connector

    async def list_page(self, caller: Principal, after: UUID | None, limit: int) -> Page[Connector]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.CONNECTORS_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await connector_store.newest(tx, caller.environment_id, after, limit + 1)
        return page_of(rows, limit, lambda each: public("con", each.id))

    async def rotate(self, caller: Principal, connector_id: UUID, command: RotateConnector) -> Connector:
        """Put new credentials in the place of the old ones. Raises: PermissionDenied, ConnectorNotFound."""
        caller.require(Permission.CONNECTORS_WRITE)
        environment_id = caller.environment_id
        vault = await self._vaults.of(environment_id)
        async with self._database.transaction(environment_id) as tx:
            sealed = await self._found(tx, environment_id, connector_id, locked=True)
            old = opened(vault, sealed)
            new = msgspec.structs.replace(
                old, username=command.username or old.username, secret=command.secret or old.secret
            )
            kept = msgspec.structs.replace(sealed, credentials=_seal(vault, connector_id, new))
            if command.webhook_secret is not None:
                hidden = vault.seal_tenant(WEBHOOK_SEALED_AS, connector_id, command.webhook_secret.encode())
                kept = msgspec.structs.replace(kept, webhook_secret=hidden)
            await connector_store.save_seals(tx, kept)
            await record(tx, self._clock, caller, "connector.rotate.v1", connector_id)
        return sealed.connector

    async def remove(self, caller: Principal, connector_id: UUID) -> Connector:
        """End it and destroy its credentials. Raises: PermissionDenied, ConnectorNotFound."""
        caller.require(Permission.CONNECTORS_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            sealed = await self._found(tx, caller.environment_id, connector_id, locked=True)
            await connector_store.remove(tx, caller.environment_id, connector_id)
            await record(tx, self._clock, caller, "connector.remove.v1", connector_id)
        return sealed.connector

    async def _found(
        self, tx: Transaction, environment_id: UUID, connector_id: UUID, *, locked: bool = False
    ) -> Sealed:
        sealed = await connector_store.find(tx, environment_id, connector_id, locked=locked)
        if sealed is None:
            raise ConnectorNotFound("No such connector in this environment.")
        return sealed

    def _made(self, caller: Principal, command: CreateConnector, vault: EnvironmentVault) -> Sealed:
        preset = _preset(command)
        base_url = command.base_url or (preset.base_url if preset else "")
        if not base_url:
            raise _refused("base_url", "It is missing.", "Send the address that paths are below.")
        if "?" in base_url:
            raise _refused("base_url", "It holds a query.", "Send the address that paths are below.")
        self._reach.read(base_url, field="base_url")
        auth = command.auth or (preset.auth if preset else "none")
        for name in _NEEDS[auth]:
            if getattr(command, name) is None:
                raise _refused(name, f"The kind `{auth}` needs it.", "Send it; it is shown to nobody.")
        scheme = command.webhook_scheme or (preset.webhook_scheme if preset else None)
        connector_id = uuid7(self._clock)
        connector = Connector(
            environment_id=caller.environment_id,
            id=connector_id,
            name=command.name,
            preset=command.preset,
            base_url=base_url,
            methods=sorted(set(command.methods or (preset.methods if preset else ["GET", "POST"]))),  # type: ignore[arg-type]
            paths=list(command.paths or (preset.paths if preset else _ANYTHING)),
            auth=auth,
            webhook_scheme=scheme if command.webhook_secret else None,
            created_at=self._clock.now(),
            created_by=caller.id,
        )
        if command.webhook_secret and scheme is None:
            raise _refused(
                "webhook_scheme", "It is missing.", "Say how the service signs: razorpay or stripe."
            )
        credentials = Credentials(
            username=command.username or "",
            secret=command.secret or "",
            header_name=command.header_name or (preset.header if preset else "Authorization"),
        )
        hidden = (command.webhook_secret or "").encode()
        return Sealed(
            connector=connector,
            credentials=_seal(vault, connector_id, credentials),
            webhook_secret=vault.seal_tenant(WEBHOOK_SEALED_AS, connector_id, hidden) if hidden else None,
        )


def opened(vault: EnvironmentVault, sealed: Sealed) -> Credentials:
    """Open what a call needs."""
    if sealed.credentials is None:
        return Credentials()
    plain = vault.open_tenant(SEALED_AS, sealed.connector.id, sealed.credentials)
    return msgspec.json.decode(plain, type=Credentials)


def _seal(vault: EnvironmentVault, connector_id: UUID, credentials: Credentials) -> bytes:
    return vault.seal_tenant(SEALED_AS, connector_id, msgspec.json.encode(credentials))


def _preset(command: CreateConnector) -> Preset | None:
    if command.preset is None:
        return None
    found = PRESETS.get(command.preset)
    if found is None:
        raise _refused("preset", "There is no such preset.", f"Send one of {', '.join(PRESETS)}, or none.")
    return found


def _refused(field: str, reason: str, fix: str) -> InvalidRequest:
    return InvalidRequest("The connector was refused.", fields=[FieldError(field, reason, fix)])
