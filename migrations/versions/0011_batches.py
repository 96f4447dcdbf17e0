"""Tables of `inference/batch/`: batches, their finished chunks, and the queue from which they are taken."""

from alembic import op

from migrations.policies import open_table, protect, run

revision = "0011_batches"
down_revision = "0010_bare_predictions"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE batch (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    mode text NOT NULL,
    use_case text NOT NULL,
    state text NOT NULL,
    phase text NOT NULL,
    options jsonb NOT NULL,
    version_id uuid NOT NULL,
    version_digest bytea NOT NULL CHECK (octet_length(version_digest) = 32),
    ruleset_version_id uuid,
    ruleset_digest bytea NOT NULL CHECK (octet_length(ruleset_digest) = 32),
    sealed_key bytea,
    key_hash bytea,
    fingerprint bytea NOT NULL,
    input_bytes bigint NOT NULL,
    input_sha256 bytea NOT NULL CHECK (octet_length(input_sha256) = 32),
    rows bigint NOT NULL DEFAULT 0,
    refused bigint NOT NULL DEFAULT 0,
    bytes_done bigint NOT NULL DEFAULT 0,
    failure jsonb,
    root bytea,
    header text,
    entry_id uuid,
    revision bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX batch_key ON batch (environment_id, key_hash) WHERE key_hash IS NOT NULL;
CREATE TABLE batch_chunk (
    environment_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    number integer NOT NULL,
    line bigint NOT NULL,
    next_start bigint NOT NULL,
    next_line bigint NOT NULL,
    rows integer NOT NULL,
    refused integer NOT NULL,
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    file text NOT NULL,
    page_bytes bigint NOT NULL,
    footer bytea NOT NULL,
    PRIMARY KEY (environment_id, batch_id, number),
    FOREIGN KEY (environment_id, batch_id) REFERENCES batch (environment_id, id) ON DELETE CASCADE
);
CREATE TABLE batch_queue (
    batch_id uuid PRIMARY KEY,
    environment_id uuid NOT NULL,
    owner uuid,
    leased_until timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0
);
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "batch")
    protect(op, "batch_chunk")
    # Ids and leases alone: a worker finds what there is to do in any environment.
    open_table(op, "batch_queue")
