"""Tables of `inference/`: versions of models, deployments, decisions and their idempotency keys."""

from alembic import op

from migrations.policies import protect, run

revision = "0005_inference"
down_revision = "0004_rules"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE model_version (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    name text NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    manifest jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, use_case, digest)
);
CREATE TABLE deployment (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    version_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX deployment_active ON deployment (environment_id, use_case) WHERE retired_at IS NULL;
CREATE TABLE decision (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    version_id uuid NOT NULL,
    ruleset_version_id uuid,
    customer uuid NOT NULL,
    transaction_id uuid,
    outcome text NOT NULL,
    score integer,
    degraded boolean NOT NULL,
    decided_at timestamptz NOT NULL,
    leaf_hash bytea NOT NULL,
    receipt bytea NOT NULL,
    sealed bytea,
    PRIMARY KEY (environment_id, id)
) WITH (toast_tuple_target = 8160);
ALTER TABLE decision ALTER COLUMN sealed SET STORAGE EXTERNAL;
CREATE INDEX decision_customer ON decision (environment_id, customer, id);
CREATE TABLE decision_key (
    environment_id uuid NOT NULL,
    key_hash bytea NOT NULL,
    fingerprint bytea NOT NULL,
    decision_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, key_hash)
);
CREATE INDEX decision_key_age ON decision_key (environment_id, created_at);
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "model_version", grants="SELECT, INSERT")
    protect(op, "deployment", grants="SELECT, INSERT, UPDATE (retired_at)")
    protect(op, "decision", grants="SELECT, INSERT, UPDATE (sealed)")
    protect(op, "decision_key", grants="SELECT, INSERT, DELETE")
