"""Statements of commissions: what a partner should have been paid for a period, what was, and what became of the difference."""

from alembic import op

from migrations.policies import protect, run

revision = "0041_commission_statements"
down_revision = "0040_workflow_mode"
branch_labels = None
depends_on = None

# Nothing here is ever changed: a correction is another statement that names the one it replaces. partner: the handle.
# external: keyed digest of the caller's own id. content: keyed digest of all that was sent. found: what was found of it when
# it was recorded. sealed: all that was sent and computed, under the partner's key.
_STATEMENT = """
CREATE TABLE commission_statement (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    partner uuid NOT NULL,
    external bytea NOT NULL,
    content bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    agreement_id uuid NOT NULL,
    currency text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    found text NOT NULL,
    payable_minor bigint NOT NULL,
    difference_minor bigint,
    reasons text[] NOT NULL,
    replaces uuid,
    sealed bytea NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX commission_statement_external ON commission_statement (environment_id, external);
CREATE UNIQUE INDEX commission_statement_replaces ON commission_statement (environment_id, replaces) WHERE replaces IS NOT NULL;
CREATE INDEX commission_statement_partner ON commission_statement (environment_id, partner, id);
CREATE INDEX commission_statement_period ON commission_statement (environment_id, agreement_id, starts_at);

-- What people said of a statement, in order. note: sealed under the partner's key.
CREATE TABLE commission_statement_step (
    environment_id uuid NOT NULL,
    statement_id uuid NOT NULL,
    number integer NOT NULL,
    id uuid NOT NULL,
    status text NOT NULL,
    reason text NOT NULL,
    note bytea,
    at timestamptz NOT NULL,
    by text NOT NULL,
    PRIMARY KEY (environment_id, statement_id, number)
);
"""


def upgrade() -> None:
    run(op, _STATEMENT)
    for table in ("commission_statement", "commission_statement_step"):
        protect(op, table, grants="SELECT, INSERT")


def downgrade() -> None:
    run(op, "DROP TABLE commission_statement_step, commission_statement;")
