"""What every migration needs: scripts in raw SQL, and row-level security in one form only."""

from alembic.operations import Operations

from core.database import SCOPE_SETTING
from core.roles import APP, AUDITOR

_PROTECT = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY scoped ON {table}
    USING ({column} = ANY ((SELECT countermark_scope())::uuid[]))
    WITH CHECK ({column} = ANY ((SELECT countermark_scope())::uuid[]));
GRANT {grants} ON {table} TO {app};
GRANT SELECT ON {table} TO {auditor};
"""

SCOPE_FUNCTION = f"""
CREATE FUNCTION countermark_scope() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT string_to_array(NULLIF(current_setting('{SCOPE_SETTING}', true), ''), ',')::uuid[]
$$
"""


def run(op: Operations, script: str) -> None:
    """Run a script of several statements in the migration's own transaction."""
    op.execute("SELECT 1")  # opens the driver's transaction: the raw connection would be in none
    connection = op.get_bind().connection
    connection.run_async(lambda raw: raw.execute(script))


def protect(
    op: Operations,
    table: str,
    *,
    column: str = "environment_id",
    grants: str = "SELECT, INSERT, UPDATE, DELETE",
) -> None:
    """Force row-level security on a table: rows outside the transaction's scope do not exist, for the owner neither."""
    run(op, _PROTECT.format(table=table, column=column, grants=grants, app=APP, auditor=AUDITOR))


def open_table(op: Operations, table: str, *, grants: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Grant a table that holds ids or queue state only, and so has no row-level security (`UNSCOPED_TABLES`)."""
    run(op, f"GRANT {grants} ON {table} TO {APP}")
