"""What clears a sandbox: as the owner, since the server may not delete what a live environment keeps for good."""

from alembic import op

from core.roles import APP
from migrations.policies import run

revision = "0080_sandbox_reset"
down_revision = "0090_feeds"
branch_labels = None
depends_on = None

# Row-level security is forced on the owner too, so only rows of the transaction's scope can be seen. The log refuses deletion by triggers
# of its own; what says who may come in is refused here.
_FUNCTION = """
CREATE FUNCTION countermark_clear_sandbox(wanted uuid, tables text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    name text;
    gone bigint;
    total bigint := 0;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM environment WHERE environment_id = wanted AND mode = 'sandbox') THEN
        RAISE EXCEPTION 'only a sandbox is cleared';
    END IF;
    FOREACH name IN ARRAY tables LOOP
        IF name LIKE 'ledger%' OR name LIKE 'vault%' OR name IN ('environment', 'environment_directory', 'api_key', 'oauth_client', 'access_grant') THEN
            RAISE EXCEPTION 'this table is never cleared';
        END IF;
        EXECUTE format('DELETE FROM %I WHERE environment_id = $1', name) USING wanted;
        GET DIAGNOSTICS gone = ROW_COUNT;
        total := total + gone;
    END LOOP;
    RETURN total;
END $$;
REVOKE ALL ON FUNCTION countermark_clear_sandbox(uuid, text[]) FROM PUBLIC;
"""


def upgrade() -> None:
    run(op, _FUNCTION)
    run(op, f"GRANT EXECUTE ON FUNCTION countermark_clear_sandbox(uuid, text[]) TO {APP};")


def downgrade() -> None:
    run(op, "DROP FUNCTION countermark_clear_sandbox(uuid, text[]);")
