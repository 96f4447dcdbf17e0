"""Counts of bare predictions by minute, until the ledger has them; and a way to find versions by their name."""

from alembic import op

from migrations.policies import protect, run

revision = "0010_bare_predictions"
down_revision = "0009_deployments"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE bare_prediction_count (
    environment_id uuid NOT NULL,
    minute timestamptz NOT NULL,
    version_id uuid NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    request_count bigint NOT NULL,
    row_count bigint NOT NULL,
    PRIMARY KEY (environment_id, minute, version_id)
);
CREATE INDEX model_version_name ON model_version (environment_id, name, id);
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "bare_prediction_count")
