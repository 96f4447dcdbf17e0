"""Units of work beside calls: what a call does beyond the one unit that it is."""

from alembic import op

from migrations.policies import run

revision = "0029_usage_units"
down_revision = "0028_predicted_categories"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(op, "ALTER TABLE usage_counter ADD COLUMN more_units bigint NOT NULL DEFAULT 0;")


def downgrade() -> None:
    run(op, "ALTER TABLE usage_counter DROP COLUMN more_units;")
