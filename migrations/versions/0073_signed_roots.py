"""Roots of the super-log that the log's key on Ethereum signed."""

from alembic import op

from migrations.policies import open_table, run

revision = "0073_signed_roots"
down_revision = "0070_request_log"
branch_labels = None
depends_on = None

# Roots and signatures that are meant to be public: no tenant's data, so no row-level security.
_TABLE = """
CREATE TABLE ledger_signed_root (
    chain_id bigint NOT NULL CHECK (chain_id > 0),
    contract bytea NOT NULL CHECK (octet_length(contract) = 20),
    epoch bigint NOT NULL CHECK (epoch > 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    signer bytea NOT NULL CHECK (octet_length(signer) = 20),
    signature bytea NOT NULL CHECK (octet_length(signature) = 65),
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (chain_id, contract, epoch)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_signed_root
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger_signed_root
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
"""


def upgrade() -> None:
    run(op, _TABLE)
    open_table(op, "ledger_signed_root", grants="SELECT, INSERT")


def downgrade() -> None:
    run(op, "DROP TABLE ledger_signed_root")
