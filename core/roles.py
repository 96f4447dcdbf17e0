"""The three database roles and who may do what.

owner: runs migrations and owns the tables. app: what the server logs in as; it owns nothing and cannot bypass row-level
security. auditor: reads only. `ensure_roles` is idempotent and runs as whoever may create roles.
"""

import asyncpg

OWNER = "countermark_owner"
APP = "countermark_app"
AUDITOR = "countermark_auditor"

_LIMITS = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"


async def ensure_roles(connection: asyncpg.Connection, passwords: dict[str, str]) -> None:
    """Create the roles of `passwords` that are missing, and set their limits and passwords."""
    for role, password in passwords.items():
        known = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
        verb = "ALTER" if known else "CREATE"
        quoted = await connection.fetchval("SELECT quote_literal($1::text)", password)
        await connection.execute(f"{verb} ROLE {role} LOGIN {_LIMITS} PASSWORD {quoted}")
