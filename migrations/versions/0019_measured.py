"""Truths that are numbers or classes, beside what a version said: what figures of errors are made of."""

from alembic import op

from migrations.policies import protect, run

revision = "0019_measured"
down_revision = "0018_features"
branch_labels = None
depends_on = None

# value: the truth, p10, p50, p90: what was said, in the answer's own unit. label, said: keyed digests of the true class and of
# the one that was said, 16 bytes each; a class never rests in clear.
_TABLE = """
CREATE TABLE feedback_measured (
    environment_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    version_id uuid NOT NULL,
    role text NOT NULL,
    use_case text NOT NULL,
    value double precision,
    p10 double precision,
    p50 double precision,
    p90 double precision,
    label bytea,
    said bytea,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, decision_id, version_id)
);
CREATE INDEX feedback_measured_window ON feedback_measured (environment_id, use_case, decided_at);
"""


def upgrade() -> None:
    run(op, _TABLE)
    protect(op, "feedback_measured", column="environment_id")


def downgrade() -> None:
    run(op, "DROP TABLE feedback_measured;")
