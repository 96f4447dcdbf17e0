"""How many questions a challenger or a shadow was passed over for, because they lacked columns that it alone takes."""

from alembic import op

from migrations.policies import protect, run

revision = "0027_passed_over"
down_revision = "0026_past_rows"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE deployment_passed_over (
    environment_id uuid NOT NULL,
    deployment_id uuid NOT NULL,
    questions bigint NOT NULL,
    PRIMARY KEY (environment_id, deployment_id)
)
"""


def upgrade() -> None:
    run(op, _TABLE)
    protect(op, "deployment_passed_over", grants="SELECT, INSERT, UPDATE, DELETE")


def downgrade() -> None:
    run(op, "DROP TABLE deployment_passed_over")
