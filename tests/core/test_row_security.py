"""Isolation, asked of PostgreSQL itself: every table is behind row-level security, but for those that are named."""

from core import roles
from core.database import UNSCOPED_TABLES, Database

# `scope_id` is of the vault, whose keys belong to environments and to tenants alike.
SCOPES = ("environment_id", "tenant_id", "scope_id")

_TABLES = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS forced,
    (SELECT count(*) FROM pg_policies AS p WHERE p.schemaname = 'public' AND p.tablename = c.relname) AS policies
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
"""
_FIRST_KEYS = """
SELECT c.relname, a.attname
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE i.indisprimary AND n.nspname = 'public'
"""
_POLICIES = "SELECT tablename, qual, with_check FROM pg_policies WHERE schemaname = 'public'"
_ROLES = """
SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
    (SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relowner = r.oid) AS owned
FROM pg_roles AS r WHERE rolname = ANY ($1)
"""


async def test_every_table_is_forced_behind_one_policy_or_named(database: Database) -> None:
    """A table without forced row-level security is in `UNSCOPED_TABLES`, and none of those is behind it by mistake."""
    async with database.unscoped() as tx:
        found = {row["relname"]: (row["forced"], row["policies"]) for row in await tx.fetch(_TABLES)}
    assert {name for name, (forced, _) in found.items() if not forced} == UNSCOPED_TABLES
    assert {policies for forced, policies in found.values() if forced} == {1}


async def test_the_scope_is_first_in_every_key(database: Database) -> None:
    """A primary key begins with the environment or the tenant, so no two tenants meet in one index entry."""
    async with database.unscoped() as tx:
        keys = {row["relname"]: row["attname"] for row in await tx.fetch(_FIRST_KEYS)}
    scoped = {name: column for name, column in keys.items() if name not in UNSCOPED_TABLES}
    assert {name: column for name, column in scoped.items() if column not in SCOPES} == {}


async def test_every_policy_is_the_one_policy(database: Database) -> None:
    """Reading and writing are both held to the transaction's scope, by the same function everywhere."""
    async with database.unscoped() as tx:
        policies = await tx.fetch(_POLICIES)
    assert policies
    for name, reading, writing in policies:
        assert reading == writing, name
        assert "countermark_scope()" in reading, name
        assert reading.startswith(tuple(f"({column} = ANY" for column in SCOPES)), (name, reading)


async def test_the_roles_of_the_product_cannot_step_around_it(database: Database) -> None:
    """The application's and the auditor's role own nothing, and may neither bypass policies nor make roles."""
    async with database.unscoped() as tx:
        found = {row["rolname"]: tuple(row)[1:] for row in await tx.fetch(_ROLES, [roles.APP, roles.AUDITOR])}
    assert found == {roles.APP: (False,) * 4 + (0,), roles.AUDITOR: (False,) * 4 + (0,)}
