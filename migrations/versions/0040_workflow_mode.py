"""Which side of a tenant a workflow belongs to: what its steps decide says so."""

from alembic import op

from migrations.policies import run

revision = "0040_workflow_mode"
down_revision = "0039_workflows"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        op,
        "ALTER TABLE workflow ADD COLUMN mode text NOT NULL DEFAULT 'live' CHECK (mode IN ('live', 'sandbox'));",
    )
