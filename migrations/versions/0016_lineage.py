"""The version that a version came from."""

from alembic import op

from migrations.policies import run

revision = "0016_lineage"
down_revision = "0015_explanations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(op, "ALTER TABLE model_version ADD COLUMN parent_id uuid")
