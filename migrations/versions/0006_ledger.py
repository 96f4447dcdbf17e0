"""Tables of `ledger/`: heads, entries, tiles and checkpoints of one append-only log for each environment."""

from alembic import op

from migrations.policies import protect, run

revision = "0006_ledger"
down_revision = "0005_inference"
branch_labels = None
depends_on = None

_TABLES = """
-- private keys are sealed by the environment's vault; a rotation adds a generation, none is ever taken away
CREATE TABLE ledger_key (
    environment_id uuid NOT NULL,
    generation smallint NOT NULL CHECK (generation > 0),
    origin text NOT NULL,
    public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
    sealed_key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, generation)
);
-- edge: the roots of the perfect subtrees of a tree of this size, largest first
CREATE TABLE ledger_head (
    environment_id uuid PRIMARY KEY,
    size bigint NOT NULL CHECK (size >= 0),
    edge bytea NOT NULL CHECK (octet_length(edge) <= 2048)
) WITH (fillfactor = 50);
CREATE TABLE ledger_entry (
    environment_id uuid NOT NULL,
    idx bigint NOT NULL CHECK (idx >= 0),
    eid uuid NOT NULL,
    leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
    entry bytea NOT NULL CHECK (octet_length(entry) <= 16384),
    PRIMARY KEY (environment_id, idx),
    UNIQUE (environment_id, eid)
);
-- full tiles only; root: the one hash that a tile is in the level above
CREATE TABLE ledger_tile (
    environment_id uuid NOT NULL,
    level smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    idx bigint NOT NULL CHECK (idx >= 0),
    hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    PRIMARY KEY (environment_id, level, idx)
);
CREATE TABLE ledger_checkpoint (
    environment_id uuid NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    note text NOT NULL,
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, size)
);
-- what came to the intake and cannot be an entry: kept as evidence, never dropped
CREATE TABLE ledger_refused (
    environment_id uuid NOT NULL,
    seq bigint NOT NULL,
    eid uuid NOT NULL,
    leaf_hash bytea NOT NULL,
    entry bytea NOT NULL,
    reason text NOT NULL,
    refused_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, seq)
);
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE FUNCTION ledger_grows_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.size <= OLD.size OR NEW.environment_id <> OLD.environment_id THEN
        RAISE EXCEPTION 'a log never shrinks' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER grows_only BEFORE UPDATE ON ledger_head FOR EACH ROW EXECUTE FUNCTION ledger_grows_only();
CREATE TRIGGER never_deleted BEFORE DELETE ON ledger_head
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
-- rows pass through quickly: without this the queue's index fills with dead ones between two vacuums
ALTER TABLE ledger_intake SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0
);
"""

_APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "ledger_head", grants="SELECT, INSERT, UPDATE")
    for table in ("ledger_key", "ledger_entry", "ledger_tile", "ledger_checkpoint", "ledger_refused"):
        run(op, _APPEND_ONLY.format(table=table))
        protect(op, table, grants="SELECT, INSERT")
