"""Tables of `inference/backtests/`: backtests, what their chunks counted, and the queue from which chunks are taken."""

from alembic import op

from migrations.policies import open_table, protect, run

revision = "0036_backtests"
down_revision = "0035_ruleset_life"
branch_labels = None
depends_on = None

# version_id: null for a draft that was sent along, whose graph is here alone. planned: decisions of the range, null until they
# are counted. report, tally: sealed under the tenant's key.
_TABLES = """
CREATE TABLE backtest (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    state text NOT NULL,
    version_id uuid,
    graph text NOT NULL,
    fallback text NOT NULL,
    facts text[] NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    current_version_id uuid,
    current_digest bytea CHECK (octet_length(current_digest) = 32),
    scope jsonb NOT NULL,
    planned bigint,
    done bigint NOT NULL DEFAULT 0,
    chunks integer,
    chunks_done integer NOT NULL DEFAULT 0,
    failure jsonb,
    report bytea,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    started_at timestamptz,
    moved_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE INDEX backtest_use_case ON backtest (environment_id, use_case, id);
CREATE TABLE backtest_chunk (
    environment_id uuid NOT NULL,
    backtest_id uuid NOT NULL,
    number integer NOT NULL,
    first_id uuid NOT NULL,
    end_id uuid NOT NULL,
    decisions integer NOT NULL,
    tally bytea,
    PRIMARY KEY (environment_id, backtest_id, number),
    FOREIGN KEY (environment_id, backtest_id) REFERENCES backtest (environment_id, id) ON DELETE CASCADE
);
CREATE TABLE backtest_queue (
    backtest_id uuid NOT NULL,
    number integer NOT NULL,
    environment_id uuid NOT NULL,
    owner uuid,
    leased_until timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    PRIMARY KEY (backtest_id, number)
);
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "backtest")
    protect(op, "backtest_chunk")
    # Ids and leases alone: a worker finds what there is to do in any environment.
    open_table(op, "backtest_queue")


def downgrade() -> None:
    run(op, "DROP TABLE backtest_queue, backtest_chunk, backtest;")
