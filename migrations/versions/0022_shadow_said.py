"""What a shadow said of numbers and classes, so that the truth can be set beside it as beside what was answered."""

from alembic import op

from migrations.policies import run

revision = "0022_shadow_said"
down_revision = "0021_feature_texts"
branch_labels = None
depends_on = None

# As in feedback_measured: p10, p50, p90 in the unit of the answer, said the keyed digest of the class. All null of answers that
# say none, and of what was scored before these columns were there.
_COLUMNS = """
ALTER TABLE shadow_prediction
    ADD COLUMN p10 double precision,
    ADD COLUMN p50 double precision,
    ADD COLUMN p90 double precision,
    ADD COLUMN said bytea;
"""


def upgrade() -> None:
    run(op, _COLUMNS)


def downgrade() -> None:
    run(
        op,
        "ALTER TABLE shadow_prediction DROP COLUMN p10, DROP COLUMN p50, DROP COLUMN p90, DROP COLUMN said;",
    )
