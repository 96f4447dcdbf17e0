"""PostgreSQL as every package sees it: scoped transactions over one asyncpg pool.

Each transaction names the environments and tenants whose rows it may see, in the setting `countermark.scope`, by the one
statement that opens it. The setting is local to the transaction, so a pooled connection never carries it over, and
unset means no rows at all (row-level security is forced on every table that is not in `UNSCOPED_TABLES`).
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Protocol
from uuid import UUID

import asyncpg
import msgspec

from core.errors import DatabaseUnavailable

# Tables without row-level security. They hold ids, queue state and what ships with the service, never a tenant's data; a test
# pins this list.
UNSCOPED_TABLES = frozenset(
    {
        "alembic_version",
        "backtest_queue",
        "batch_queue",
        "connector_directory",
        "credential_directory",
        "environment_directory",
        "feed_queue",
        "installation_key",
        "ledger_anchor",
        "ledger_anchor_attempt",
        "ledger_anchor_watch",
        "ledger_signed_root",
        "ledger_slot",
        "pgqueuer",
        "pgqueuer_log",
        "pgqueuer_schedules",
        "pgqueuer_statistics",
        "sandbox_clock",
        "shipped_ruleset",
        "starter_version",
        "workflow_queue",
        "webhook_queue",
    }
)

SCOPE_SETTING = "countermark.scope"

# What asyncpg raises when the server is gone, going, or not there yet; everything else is a fault of ours.
CONNECTION_ERRORS = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InternalClientError,  # the driver's state after a connection broke under it
    asyncio.IncompleteReadError,
    TimeoutError,
)


class DatabaseSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the server reaches PostgreSQL as its application role."""

    url: str
    pool_size_max: int = 12
    acquire_timeout_ms: int = 1_000
    command_timeout_ms: int = 30_000


class Transaction(Protocol):
    """An open transaction with its scope set; asyncpg's own methods, so positional `$1` parameters."""

    async def fetch(self, query: str, *args: object) -> list[asyncpg.Record]: ...
    async def fetchrow(self, query: str, *args: object) -> asyncpg.Record | None: ...
    async def fetchval(self, query: str, *args: object) -> object: ...
    async def execute(self, query: str, *args: object) -> str: ...
    async def executemany(self, command: str, args: Iterable[Sequence[object]]) -> None: ...


Scope = UUID | Sequence[UUID]

_IN_HAND_MAX = 2
"""Connections kept out of the pool for who comes next: as many as ticks of one process run at once."""

# Every statement of ours finds its rows by key, so one plan serves all its executions, made before the tables are full.
# Left alone PostgreSQL plans the larger ones anew each time: 750 µs for one customer's state against 130.
_PLANNING = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "jit": "off",
}


class Database:
    """A pool of connections of one role. Opened by the process's entry point, handed to every service."""

    def __init__(self, pool: asyncpg.Pool, settings: DatabaseSettings) -> None:
        self._pool = pool
        self._settings = settings
        self._in_hand: list[asyncpg.Connection] = []
        self._waiting = 0
        self._closing = False

    @classmethod
    async def open(cls, settings: DatabaseSettings) -> "Database":
        """Connect. Raises: DatabaseUnavailable."""
        try:
            pool = await asyncpg.create_pool(
                settings.url,
                min_size=2,
                max_size=settings.pool_size_max,
                command_timeout=settings.command_timeout_ms / 1000,
                max_inactive_connection_lifetime=0,
                reset=_nothing_to_reset,
                server_settings=_PLANNING,
            )
        except CONNECTION_ERRORS as error:
            raise DatabaseUnavailable("The database cannot be reached.", internal=repr(error)) from error
        return cls(pool, settings)

    async def close(self) -> None:
        """Wait for running transactions, then close; a connection that hangs is cut after five seconds."""
        self._closing = True
        try:
            while self._in_hand:
                await self._pool.release(self._in_hand.pop(), timeout=1)
            async with asyncio.timeout(5):
                await self._pool.close()
        except (TimeoutError, *CONNECTION_ERRORS):
            self._pool.terminate()

    def pool_connections(self) -> dict[str, int]:
        """Count the pool's connections: in use, idle, and how many there may be."""
        size, idle = self._pool.get_size(), self._pool.get_idle_size() + len(self._in_hand)
        return {"used": size - idle, "idle": idle, "max": self._pool.get_max_size()}

    @contextlib.asynccontextmanager
    async def transaction(self, scope: Scope) -> AsyncIterator[Transaction]:
        """Open a transaction that sees the rows of `scope`; commit on the way out, roll back on any error.

        scope: the ids of environments and tenants whose rows may be read and written.
        Raises: DatabaseUnavailable when no connection is to be had in time, or it breaks.
        """
        async with self._connection() as connection:
            await connection.execute(_begin(scope))
            try:
                yield connection
            except BaseException:
                await _roll_back(connection)
                raise
            await connection.execute("COMMIT")

    async def call(self, function: str, scope: Scope, *args: object) -> None:
        """Run one function of ours as a transaction by itself, in one round trip.

        function: takes the scope as text, sets it, then the arguments. Raises: DatabaseUnavailable.
        """
        places = ", ".join([f"${place}" for place in range(1, len(args) + 2)])
        async with self._connection() as connection:
            await connection.fetchval(f"SELECT {function}({places})", _listed(scope), *args)

    @contextlib.asynccontextmanager
    async def unscoped(self) -> AsyncIterator[Transaction]:
        """Open a transaction that sees only the tables of `UNSCOPED_TABLES`."""
        async with self.transaction(()) as tx:
            yield tx

    async def environments(self) -> list[UUID]:
        """List the ids of every environment of the installation: where a worker begins."""
        async with self.unscoped() as tx:
            rows = await tx.fetch("SELECT environment_id FROM environment_directory ORDER BY environment_id")
        return [row["environment_id"] for row in rows]

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[asyncpg.Connection]:
        """Lend a connection of its own, outside the pool, for LISTEN and session-level locks.

        Raises: DatabaseUnavailable when it cannot be opened, or breaks while it is used.
        """
        try:
            connection = await asyncpg.connect(self._settings.url, timeout=5)
        except CONNECTION_ERRORS as error:
            raise DatabaseUnavailable("The database cannot be reached.", internal=repr(error)) from error
        try:
            yield connection
        except (asyncpg.InterfaceError, *CONNECTION_ERRORS) as error:
            if _is_open(connection):
                raise
            raise DatabaseUnavailable(
                "The connection to the database broke.", internal=repr(error)
            ) from error
        finally:
            connection.terminate()

    async def ping(self) -> None:
        """Prove that a statement runs, and soon. Raises: DatabaseUnavailable."""
        async with self._connection() as connection:
            await connection.fetchval("SELECT 1", timeout=self._settings.acquire_timeout_ms / 1000)

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncIterator[asyncpg.Connection]:
        connection = await self._acquire()
        well = False
        try:
            yield connection
            well = True
        except (asyncpg.InterfaceError, *CONNECTION_ERRORS) as error:
            if isinstance(error, asyncpg.InterfaceError) and _is_open(connection):
                raise
            if _is_open(connection):
                connection.terminate()
            raise DatabaseUnavailable(
                "The connection to the database broke.", internal=repr(error), retry_after_s=1
            ) from error
        finally:
            if well and self._keeps_in_hand() and _is_open(connection):
                self._in_hand.append(connection)
            else:
                await self._give_back(connection)

    def _keeps_in_hand(self) -> bool:
        """Say whether a connection may stay out of the pool: not while somebody waits there for one."""
        return len(self._in_hand) < _IN_HAND_MAX and not self._waiting and not self._closing

    async def _acquire(self) -> asyncpg.Connection:
        """Take the connection last used, else one of the pool, which costs two tasks of the loop each time."""
        while self._in_hand:
            connection = self._in_hand.pop()
            if _is_open(connection):
                return connection
            await self._give_back(connection)
        self._waiting += 1
        try:
            return await self._pool.acquire(timeout=self._settings.acquire_timeout_ms / 1000)
        except CONNECTION_ERRORS as error:
            raise DatabaseUnavailable(
                "The database cannot be reached.", internal=repr(error), retry_after_s=1
            ) from error
        finally:
            self._waiting -= 1

    async def _give_back(self, connection: asyncpg.Connection) -> None:
        with contextlib.suppress(asyncpg.InterfaceError, *CONNECTION_ERRORS):
            await self._pool.release(connection, timeout=1)


async def rescope(tx: Transaction, scope: Scope) -> None:
    """Let an open transaction see the rows of another scope from here on.

    For the few that must write for every environment in one commit, and may hold none of them all in one list.
    """
    await tx.execute(f"SELECT set_config('{SCOPE_SETTING}', '{_listed(scope)}', true)")


def _begin(scope: Scope) -> str:
    """Write the one statement that opens a transaction. UUIDs print as hex and dashes, so nothing needs quoting."""
    return f"BEGIN; SELECT set_config('{SCOPE_SETTING}', '{_listed(scope)}', true)"


def _listed(scope: Scope) -> str:
    ids = (scope,) if isinstance(scope, UUID) else scope
    return ",".join([str(UUID(int=one.int)) for one in ids])


def _is_open(connection: asyncpg.Connection) -> bool:
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:  # it broke, and the pool has taken it back
        return False


async def _roll_back(connection: asyncpg.Connection) -> None:
    if _is_open(connection):
        with contextlib.suppress(asyncpg.InterfaceError, *CONNECTION_ERRORS):
            await connection.execute("ROLLBACK")


async def _nothing_to_reset(_connection: asyncpg.Connection) -> None:
    """Save the pool's reset round trip: transactions leave nothing behind, and `listening` has its own connection."""
