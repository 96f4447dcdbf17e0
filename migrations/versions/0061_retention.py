"""How long an environment keeps the payloads of its decisions, and how far those that are over were cleared."""

from alembic import op

from migrations.policies import protect, run

revision = "0061_retention"
down_revision = "0054_ledger_hold"
branch_labels = None
depends_on = None

# decision_days: NULL keeps them. swept_to: the newest decision that was looked at.
_TABLE = """
CREATE TABLE retention (
    environment_id uuid PRIMARY KEY, decision_days integer CHECK (decision_days BETWEEN 1 AND 36600), swept_to uuid NOT NULL,
    reason text NOT NULL, set_at timestamptz NOT NULL, set_by text NOT NULL
);
"""


def upgrade() -> None:
    run(op, _TABLE)
    protect(op, "retention")


def downgrade() -> None:
    run(op, "DROP TABLE retention;")
