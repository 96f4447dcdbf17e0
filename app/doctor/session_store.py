"""SQL of the examination: what a session sees of its server, of the roles and of the migrations. Private to `app.doctor`."""

import datetime as dt

import asyncpg
import msgspec

from core import roles

_SERVER = "SELECT current_setting('server_version_num')::int AS number, clock_timestamp() AS at"
_ROLES = """
SELECT r.rolname AS name, r.rolcanlogin AS logs_in, (r.rolsuper OR r.rolbypassrls) AS above_rows,
       (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p')) AS owned
FROM pg_roles r WHERE r.rolname = ANY ($1::text[])
"""
_THERE = "SELECT to_regclass('alembic_version') IS NOT NULL"
_REVISION = "SELECT version_num FROM alembic_version"
_SESSIONS = """
SELECT count(*)::int AS used, current_setting('max_connections')::int AS most FROM pg_stat_activity WHERE backend_type = 'client backend'
"""


class Server(msgspec.Struct, frozen=True):
    """version_number: as PostgreSQL counts, 180001 is 18.1. at: its clock."""

    version_number: int
    at: dt.datetime


class Role(msgspec.Struct, frozen=True):
    """above_rows: row-level security does not bind it. owned: how many tables are its own."""

    name: str
    logs_in: bool
    above_rows: bool
    owned: int


async def server(connection: asyncpg.Connection) -> Server:
    row = await connection.fetchrow(_SERVER)
    return Server(row["number"], row["at"])


async def found_roles(connection: asyncpg.Connection) -> dict[str, Role]:
    """Return our roles that are there, by name."""
    rows = await connection.fetch(_ROLES, [roles.APP, roles.AUDITOR])
    return {row["name"]: Role(row["name"], row["logs_in"], row["above_rows"], row["owned"]) for row in rows}


async def revision(connection: asyncpg.Connection) -> str | None:
    """Return the newest migration; None where none ever ran."""
    if not await connection.fetchval(_THERE):
        return None
    return str(await connection.fetchval(_REVISION))


async def sessions(connection: asyncpg.Connection) -> tuple[int, int]:
    """How many sessions there are, and how many there may be."""
    row = await connection.fetchrow(_SESSIONS)
    return row["used"], row["most"]
