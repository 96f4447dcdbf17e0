"""The epoch tree and the super-log: a slot for ever for each log, what is in it each epoch, and who cosigned.

The super-log itself is one more log in the `ledger_` tables, under the nil UUID: no environment has that id.
"""

from alembic import op

from migrations.policies import open_table, protect, run

revision = "0048_epochs"
down_revision = "0047_shadow_ruleset"
branch_labels = None
depends_on = None

_TABLES = """
-- ids only: whoever closes an epoch needs every log at once; a slot is never given to another log, nor taken back
CREATE TABLE ledger_slot (
    environment_id uuid PRIMARY KEY,
    slot integer NOT NULL UNIQUE CHECK (slot >= 0)
);
-- leaf: what the epoch tree holds in the log's slot, deterministic CBOR; path: 32 bytes a hash, from the leaf to the root
CREATE TABLE ledger_epoch_slot (
    environment_id uuid NOT NULL,
    epoch bigint NOT NULL CHECK (epoch > 0),
    slot integer NOT NULL CHECK (slot >= 0),
    size bigint NOT NULL CHECK (size >= 0),
    leaf bytea NOT NULL CHECK (octet_length(leaf) <= 256),
    path bytea NOT NULL CHECK (octet_length(path) % 32 = 0 AND octet_length(path) <= 1024),
    PRIMARY KEY (environment_id, epoch)
);
-- lines of witnesses under a checkpoint that is signed already; the first of each key for a size stays
CREATE TABLE ledger_cosignature (
    environment_id uuid NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    name text NOT NULL,
    key_id bytea NOT NULL CHECK (octet_length(key_id) = 4),
    line text NOT NULL CHECK (length(line) <= 8192),
    added_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, size, name, key_id)
);
"""

_APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
"""

_DOWN = "DROP TABLE ledger_cosignature, ledger_epoch_slot, ledger_slot"


def upgrade() -> None:
    run(op, _TABLES)
    open_table(op, "ledger_slot", grants="SELECT, INSERT")
    run(op, _APPEND_ONLY.format(table="ledger_slot"))
    for table in ("ledger_epoch_slot", "ledger_cosignature"):
        run(op, _APPEND_ONLY.format(table=table))
        protect(op, table, grants="SELECT, INSERT")


def downgrade() -> None:
    run(op, _DOWN)
