"""Tables of `core/`: the directory of environments, the intake, the outbox, idempotency keys and the job queue."""

import pathlib

from alembic import op

from migrations.policies import SCOPE_FUNCTION, open_table, protect, run

revision = "0001_core"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE environment_directory (
    environment_id uuid PRIMARY KEY
);
CREATE TABLE ledger_intake (
    environment_id uuid NOT NULL,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    eid uuid NOT NULL,
    leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
    entry bytea NOT NULL CHECK (octet_length(entry) <= 16384),
    appended_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (environment_id, seq)
);
CREATE TABLE outbox (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    topic text NOT NULL,
    payload bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    delivered_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE TABLE idempotency_key (
    environment_id uuid NOT NULL,
    key_hash bytea NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint,
    body bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, key_hash)
);
CREATE INDEX idempotency_key_age ON idempotency_key (environment_id, created_at);
"""

_SCOPED = ("ledger_intake", "outbox", "idempotency_key")
_QUEUE = ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics")


def upgrade() -> None:
    run(op, SCOPE_FUNCTION)
    run(op, _TABLES)
    for table in _SCOPED:
        protect(op, table)
    open_table(op, "environment_directory", grants="SELECT, INSERT, DELETE")
    run(op, (pathlib.Path(__file__).parent.parent / "pgqueuer_1_6.sql").read_text())
    for table in _QUEUE:
        open_table(op, table)
    run(op, "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO countermark_app")
