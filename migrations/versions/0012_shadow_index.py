"""Shadow predictions by the decision they were made beside: what feedback and drift look up."""

from alembic import op

from migrations.policies import run

revision = "0012_shadow_index"
down_revision = "0011_batches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(op, "CREATE INDEX shadow_prediction_decision ON shadow_prediction (environment_id, decision_id)")
