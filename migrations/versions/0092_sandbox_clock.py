"""How far ahead of the installation's time a sandbox is: forward only, and never of a live environment."""

from alembic import op

from migrations.policies import open_table, run

revision = "0092_sandbox_clock"
down_revision = "0091_feed_deliveries"
branch_labels = None
depends_on = None

# Rounds of the worker and the one queue of workflows read it for all environments at once, so it has no row-level security: an id, a span and
# a moment. What may be written is held by the trigger, which sees an environment only where the transaction may.
_TABLE = """
CREATE TABLE sandbox_clock (
    environment_id uuid PRIMARY KEY,
    ahead interval NOT NULL CHECK (ahead >= interval '0' AND ahead <= interval '3653 days'),
    moved_at timestamptz
);
CREATE FUNCTION countermark_sandbox_clock() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM environment WHERE environment_id = NEW.environment_id AND mode = 'sandbox') THEN
        RAISE EXCEPTION 'only the clock of a sandbox is moved';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.ahead < OLD.ahead OR NEW.environment_id <> OLD.environment_id) THEN
        RAISE EXCEPTION 'a clock is moved forward only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forward_only BEFORE INSERT OR UPDATE ON sandbox_clock
    FOR EACH ROW EXECUTE FUNCTION countermark_sandbox_clock();
"""


def upgrade() -> None:
    run(op, _TABLE)
    open_table(op, "sandbox_clock", grants="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    run(op, "DROP TABLE sandbox_clock; DROP FUNCTION countermark_sandbox_clock();")
