"""Explanations that are made in the background, sealed under the key of the customer they are about."""

from alembic import op

from migrations.policies import protect, run

revision = "0015_explanations"
down_revision = "0014_drift_looked"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE decision_explanation (
    environment_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    sealed bytea,
    PRIMARY KEY (environment_id, decision_id)
);
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "decision_explanation", grants="SELECT, INSERT, UPDATE (asked_at, sealed)")
