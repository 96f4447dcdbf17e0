"""When a version's drift was looked at last, so that one with too little to compare is not looked at all the time."""

from alembic import op

from migrations.policies import run

revision = "0014_drift_looked"
down_revision = "0013_runtimes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(op, "ALTER TABLE decision_hour ADD COLUMN looked_at timestamptz")
