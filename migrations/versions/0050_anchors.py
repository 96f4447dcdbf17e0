"""Anchors of the super-log on a chain: which transactions were signed, and what became of them."""

from alembic import op

from migrations.policies import open_table, run

revision = "0050_anchors"
down_revision = "0052_bundles"
branch_labels = None
depends_on = None

# Roots of the super-log and transactions that are, or are meant to be, public: no tenant's data, so no row-level security.
# ledger_anchor: one nonce of our key. standing: the attempt that is in the chain, NULL while none is. fee_wei: paid, in all.
# ledger_anchor_attempt: a signed transaction, stored before it is sent and never changed. fees: for each unit of gas.
# ledger_anchor_watch: what the process that anchors saw last. trouble: why it signs nothing now. asked_at: somebody wants an
# anchor now, not when the period ends.
_TABLES = """
CREATE TABLE ledger_anchor (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chain_id bigint NOT NULL CHECK (chain_id > 0),
    contract bytea NOT NULL CHECK (octet_length(contract) = 20),
    sender bytea NOT NULL CHECK (octet_length(sender) = 20),
    nonce bigint NOT NULL CHECK (nonce >= 0),
    state text NOT NULL CHECK (state IN ('submitted', 'mined', 'confirmed', 'failed', 'lost')),
    epoch bigint NOT NULL CHECK (epoch > 0),
    standing integer,
    block_number bigint,
    block_hash bytea CHECK (octet_length(block_hash) = 32),
    succeeded boolean,
    gas_used bigint,
    fee_wei bigint,
    submitted_at timestamptz NOT NULL,
    mined_at timestamptz,
    confirmed_at timestamptz,
    UNIQUE (chain_id, sender, nonce),
    CHECK ((state IN ('mined', 'confirmed', 'failed')) = (block_number IS NOT NULL)),
    CHECK ((block_number IS NULL) = (block_hash IS NULL)),
    CHECK ((block_number IS NULL) = (standing IS NULL))
);
CREATE INDEX ledger_anchor_epoch ON ledger_anchor (epoch);
CREATE INDEX ledger_anchor_contract ON ledger_anchor (chain_id, contract, nonce);
CREATE TABLE ledger_anchor_attempt (
    anchor_id bigint NOT NULL REFERENCES ledger_anchor,
    number integer NOT NULL CHECK (number > 0),
    epoch bigint NOT NULL CHECK (epoch > 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    bundle_digest bytea NOT NULL CHECK (octet_length(bundle_digest) = 32),
    from_epoch bigint NOT NULL CHECK (from_epoch >= 0 AND from_epoch < epoch),
    gas bigint NOT NULL CHECK (gas > 0),
    fee_max_wei bigint NOT NULL CHECK (fee_max_wei > 0),
    fee_tip_wei bigint NOT NULL CHECK (fee_tip_wei >= 0 AND fee_tip_wei <= fee_max_wei),
    raw bytea NOT NULL,
    tx_hash bytea NOT NULL UNIQUE CHECK (octet_length(tx_hash) = 32),
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (anchor_id, number)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_anchor_attempt
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger_anchor_attempt
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TABLE ledger_anchor_watch (
    chain_id bigint NOT NULL,
    contract bytea NOT NULL CHECK (octet_length(contract) = 20),
    sender bytea NOT NULL CHECK (octet_length(sender) = 20),
    every_s integer NOT NULL,
    confirmations integer NOT NULL,
    newest_epoch bigint NOT NULL,
    head bigint NOT NULL,
    latest_epoch bigint NOT NULL,
    balance_wei numeric NOT NULL,
    doing text NOT NULL,
    trouble text,
    trouble_detail text,
    trouble_since timestamptz,
    looked_at timestamptz NOT NULL,
    first_at timestamptz NOT NULL,
    asked_at timestamptz,
    PRIMARY KEY (chain_id, contract)
);
"""


def upgrade() -> None:
    run(op, _TABLES)
    open_table(op, "ledger_anchor", grants="SELECT, INSERT, UPDATE")
    open_table(op, "ledger_anchor_attempt", grants="SELECT, INSERT")
    open_table(op, "ledger_anchor_watch")


def downgrade() -> None:
    run(op, "DROP TABLE ledger_anchor_watch, ledger_anchor_attempt, ledger_anchor")
