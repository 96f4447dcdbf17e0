"""Rows of the past, of which versions with a history of a tenant's own columns are answered."""

from alembic import op

from migrations.policies import protect, run

revision = "0026_past_rows"
down_revision = "0025_shipped_rulesets"
branch_labels = None
depends_on = None

# A line for each thing that a row is about. `key`: keyed digest of its name. at, known: milliseconds since 1970. The key of the
# customer goes, and what was kept of them goes with it.
_TABLE = """
CREATE TABLE past_row (
    environment_id uuid NOT NULL,
    key bytea NOT NULL,
    at bigint NOT NULL,
    arrived bigint GENERATED ALWAYS AS IDENTITY,
    row_id uuid NOT NULL,
    customer uuid NOT NULL,
    value0 real NOT NULL,
    value1 real NOT NULL,
    is_number boolean NOT NULL,
    label real,
    known bigint,
    PRIMARY KEY (environment_id, key, at, arrived),
    FOREIGN KEY (environment_id, customer) REFERENCES subject (environment_id, customer) ON DELETE CASCADE
);
CREATE UNIQUE INDEX past_row_row ON past_row (environment_id, row_id, key);
CREATE INDEX past_row_customer ON past_row (environment_id, customer);
"""


def upgrade() -> None:
    run(op, _TABLE)
    protect(op, "past_row")


def downgrade() -> None:
    run(op, "DROP TABLE past_row;")
