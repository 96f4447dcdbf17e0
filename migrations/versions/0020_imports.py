"""Tables of `payments/importing/`: mappings with their versions, imports of statements, and what was said about lines."""

from alembic import op

from migrations.policies import protect, run

revision = "0020_imports"
down_revision = "0019_measured"
branch_labels = None
depends_on = None

_TABLES = """
CREATE TABLE import_mapping (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    name_key bytea,
    version integer NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX import_mapping_name ON import_mapping (environment_id, name_key) WHERE name_key IS NOT NULL;
CREATE TABLE import_mapping_version (
    environment_id uuid NOT NULL,
    mapping_id uuid NOT NULL,
    version integer NOT NULL,
    sealed bytea NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    PRIMARY KEY (environment_id, mapping_id, version),
    FOREIGN KEY (environment_id, mapping_id) REFERENCES import_mapping (environment_id, id)
);
CREATE TABLE statement_import (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    mapping_id uuid NOT NULL,
    mapping_version integer NOT NULL,
    dry_run boolean NOT NULL,
    on_refused text NOT NULL,
    state text NOT NULL,
    phase text NOT NULL,
    counts jsonb NOT NULL,
    checked jsonb,
    sealed_key bytea,
    sealed_options bytea NOT NULL,
    preview bytea,
    once bytea,
    key_hash bytea,
    fingerprint bytea NOT NULL,
    input_bytes bigint NOT NULL,
    input_sha256 bytea NOT NULL CHECK (octet_length(input_sha256) = 32),
    failure jsonb,
    attempts integer NOT NULL DEFAULT 0,
    revision bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX statement_import_key ON statement_import (environment_id, key_hash) WHERE key_hash IS NOT NULL;
CREATE UNIQUE INDEX statement_import_once ON statement_import (environment_id, once) WHERE once IS NOT NULL;
CREATE TABLE statement_import_finding (
    environment_id uuid NOT NULL,
    import_id uuid NOT NULL,
    line integer NOT NULL,
    standing text NOT NULL COLLATE "C",
    field text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (environment_id, import_id, line, standing),
    FOREIGN KEY (environment_id, import_id) REFERENCES statement_import (environment_id, id) ON DELETE CASCADE
);
"""


def upgrade() -> None:
    run(op, _TABLES)
    for table in ("import_mapping", "import_mapping_version", "statement_import", "statement_import_finding"):
        protect(op, table)
