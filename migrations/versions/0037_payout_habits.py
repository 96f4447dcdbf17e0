"""What is usual for the payouts of an environment: fitted by the worker now and then, read by whoever is asked."""

from alembic import op

from migrations.policies import protect, run

revision = "0037_payout_habits"
down_revision = "0036_backtests"
branch_labels = None
depends_on = None

# habits: MessagePack of `payments.payouts.habits.Habits`. It holds figures by group, and payees by their handles.
_HABITS = """
CREATE TABLE payout_habits (
    environment_id uuid NOT NULL,
    fitted_at timestamptz NOT NULL,
    habits bytea NOT NULL,
    PRIMARY KEY (environment_id)
);
"""


def upgrade() -> None:
    run(op, _HABITS)
    protect(op, "payout_habits")


def downgrade() -> None:
    run(op, "DROP TABLE payout_habits;")
