"""Logs that are held: nothing of them is signed, because others hold more of them than this database."""

from alembic import op

from migrations.policies import protect, run

revision = "0054_ledger_hold"
down_revision = "0060_access_grants"
branch_labels = None
depends_on = None

# of the nil UUID, the super-log's: all logs are held. A row goes when the cause does.
_UP = """
CREATE TABLE ledger_hold (
    environment_id uuid PRIMARY KEY,
    reason text NOT NULL CHECK (length(reason) <= 1000),
    held_at timestamptz NOT NULL
);
"""


def upgrade() -> None:
    run(op, _UP)
    protect(op, "ledger_hold", grants="SELECT, INSERT, UPDATE, DELETE")


def downgrade() -> None:
    run(op, "DROP TABLE ledger_hold")
