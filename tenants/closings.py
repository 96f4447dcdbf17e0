"""Closing an environment for good: it takes nothing more, is taken away whole, and after a stated delay its keys are destroyed.

Its log stays: entries, proofs, checkpoints and exports of it are read and verified without any of those keys. The log's own keys go
with them, so its last checkpoint is the last there can be.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Meta

from core.clock import Clock
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from core.ids import public
from tenants import closing_store, directory_store
from tenants.entries import record
from tenants.permissions import Permission
from tenants.principals import EnvironmentClosed, Mode, Principal, system

EVERY_S = 300.0
SETTLES_IN = dt.timedelta(hours=1)
"""Between the last entry and the end of the keys: every process knows by then, and epochs and bundles hold the last checkpoint."""
_TENANTS_AT_ONCE = 100

Ending = Callable[[Transaction, UUID], Awaitable[bool]]
"""Does what other packages must in the transaction that ends an environment's keys. Returns: False while they are needed still."""


class EnvironmentNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "environment_not_found"
    fix = "Name the environment of the credential that you use: GET /api/v1/environment tells its id."


class EnvironmentNotClosed(PlatformError):
    """It is open, or its keys are going."""

    kind = ErrorKind.PRECONDITION
    code = "environment_not_closed"


class CloseEnvironment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """environment_id: of the caller's own environment, so that no other is closed by mistake. keys_after_days: when its keys go; they wait
    for an export that was read to its end, unless `export_waived`."""

    environment_id: Annotated[str, Meta(max_length=64)]
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    keys_after_days: Annotated[int, Meta(ge=1, le=365)] = 30
    export_waived: bool = False


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """exported_at: when a whole export was last read to its end since. keys_destroyed_at: null while they are there."""

    closed_at: dt.datetime
    closed_by: str
    reason: str
    keys_due_at: dt.datetime
    export_waived: bool
    exported_at: dt.datetime | None
    keys_destroyed_at: dt.datetime | None


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """standing: `destroyed` once its keys are gone. closing: null while it is open."""

    id: str
    tenant_id: str
    mode: Mode
    standing: Literal["open", "closed", "destroyed"]
    created_at: dt.datetime
    closing: Closing | None


class Closings:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, caller: Principal) -> Environment:
        """The caller's own. Raises: PermissionDenied."""
        caller.require(Permission.TENANTS_READ)
        async with self._database.transaction(caller.tenant_id) as tx:
            return _environment(await closing_store.find(tx, caller.tenant_id, caller.environment_id))

    async def close(self, caller: Principal, command: CloseEnvironment) -> Environment:
        """Close the caller's environment: within seconds every process refuses what would change it.

        Raises: PermissionDenied, EnvironmentNotFound unless it is named, EnvironmentClosed.
        """
        caller.require(Permission.ENVIRONMENTS_CLOSE)
        if command.environment_id != public("env", caller.environment_id):
            raise EnvironmentNotFound("Another environment is named than that of the credential.")
        now, ids = self._clock.now(), (caller.tenant_id, caller.environment_id)
        due_at = now + dt.timedelta(days=command.keys_after_days)
        async with self._database.transaction(ids) as tx:
            row = await closing_store.close(
                tx, ids, now, caller.id, command.reason, due_at, waived=command.export_waived
            )
            if row is None:
                raise EnvironmentClosed("This environment is closed.")
            out = f"keys_after_days={command.keys_after_days}" + (
                ";export_waived" if command.export_waived else ""
            )
            await record(tx, self._clock, caller, "environment.close.v1", out=out)
        return _environment(row)

    async def reopen(self, caller: Principal) -> Environment:
        """Take a closing back, while the keys are there. Raises: PermissionDenied for all but the installation, EnvironmentNotClosed."""
        caller.require(Permission.TENANTS_CREATE)
        async with self._database.transaction((caller.tenant_id, caller.environment_id)) as tx:
            row = await closing_store.reopen(tx, caller.tenant_id, caller.environment_id)
            if row is None:
                raise EnvironmentNotClosed("This environment is not closed, or its keys are going.")
            await record(tx, self._clock, caller, "environment.reopen.v1")
        return _environment(row)

    async def exported(self, tx: Transaction, caller: Principal) -> None:
        """Note in the caller's transaction that an export of a closed environment was read to its end. Raises: EnvironmentClosed."""
        await require_keys(tx, caller.tenant_id, caller.environment_id)
        await closing_store.exported(tx, caller.tenant_id, caller.environment_id, self._clock.now())

    async def run(self, ending: Ending) -> None:
        """Destroy the keys that are due, every five minutes, until cancelled."""
        while True:
            await self.sweep(ending)
            await asyncio.sleep(EVERY_S)

    async def sweep(self, ending: Ending) -> int:
        """Go one step for each environment that is due: the last entry, or an hour after it the end of its keys. Returns: how many ended."""
        ended, after = 0, UUID(int=0)
        while True:
            async with self._database.unscoped() as tx:
                tenants = await directory_store.tenant_ids(tx, after, _TENANTS_AT_ONCE)
            for tenant_id in tenants:
                async with self._database.transaction(tenant_id) as tx:
                    due = await closing_store.due(tx, tenant_id, self._clock.now())
                for row in due:
                    ended += await self._step(tenant_id, row["environment_id"], ending)
            if len(tenants) < _TENANTS_AT_ONCE:
                return ended
            after = tenants[-1]

    async def _step(self, tenant_id: UUID, environment_id: UUID, ending: Ending) -> bool:
        now = self._clock.now()
        async with self._database.transaction((tenant_id, environment_id)) as tx:
            due = {row["environment_id"]: row for row in await closing_store.due(tx, tenant_id, now)}
            row = due.get(environment_id)
            if row is None:
                return False
            if row["keys_going_at"] is None:
                await closing_store.going(tx, tenant_id, environment_id, now)
                caller = system(tenant_id, environment_id, _mode(row))
                await record(tx, self._clock, caller, "environment.keys.destroy.v1")
                return False
            if row["keys_going_at"] + SETTLES_IN > now or not await ending(tx, environment_id):
                return False
            await closing_store.destroy_keys(tx, tenant_id, environment_id, now)
        return True


async def require_open(database: Database, environment_id: UUID) -> None:
    """For what arrives for an environment without a credential of it. Raises: EnvironmentClosed."""
    async with database.unscoped() as tx:
        listed = await directory_store.find(tx, public("env", environment_id), "environment")
    for each in listed:
        async with database.transaction(each.tenant_id) as tx:
            row = await closing_store.find(tx, each.tenant_id, environment_id)
        if row is not None and row["closed_at"] is not None:
            raise EnvironmentClosed("This environment is closed.")


async def require_keys(tx: Transaction, tenant_id: UUID, environment_id: UUID) -> None:
    """Refuse an entry for a log whose keys are going. Raises: EnvironmentClosed."""
    row = await closing_store.find(tx, tenant_id, environment_id)
    if row is not None and row["keys_going_at"] is not None:
        raise EnvironmentClosed("This environment is closed, and its keys are gone.")


def _mode(row: asyncpg.Record) -> Mode:
    return "live" if row["mode"] == "live" else "sandbox"


def _environment(row: asyncpg.Record | None) -> Environment:
    if row is None:
        raise EnvironmentNotFound("No such environment.")
    closing = None
    if row["closed_at"] is not None:
        closing = Closing(**{name: row[name] for name in Closing.__struct_fields__})
    gone = row["keys_destroyed_at"] is not None
    return Environment(
        id=public("env", row["environment_id"]),
        tenant_id=public("ten", row["tenant_id"]),
        mode=_mode(row),
        standing="open" if closing is None else "destroyed" if gone else "closed",
        created_at=row["created_at"],
        closing=closing,
    )
