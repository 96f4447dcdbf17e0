"""Keys of logs of a second kind, and the entry that appointed each but the first."""

from alembic import op

from migrations.policies import run

revision = "0049_log_keys"
down_revision = "0051_erasure"
branch_labels = None
depends_on = None

# kind: 1 Ed25519, 6 ML-DSA-44 (C2SP signature types). eid: of the ledger.key.v1 that appointed the key, NULL for a log's first.
# generation: in the order of making, over both kinds.
_UP = """
ALTER TABLE ledger_key
    ADD COLUMN kind smallint NOT NULL DEFAULT 1 CHECK (kind IN (1, 6)),
    ADD COLUMN eid uuid,
    DROP CONSTRAINT ledger_key_public_key_check,
    ADD CONSTRAINT ledger_key_public_key_check
        CHECK (octet_length(public_key) = CASE kind WHEN 1 THEN 32 ELSE 1312 END),
    ADD CONSTRAINT ledger_key_appointed CHECK ((generation = 1) = (eid IS NULL));
"""
_DOWN = """
ALTER TABLE ledger_key
    DROP CONSTRAINT ledger_key_appointed,
    DROP CONSTRAINT ledger_key_public_key_check,
    ADD CONSTRAINT ledger_key_public_key_check CHECK (octet_length(public_key) = 32),
    DROP COLUMN eid,
    DROP COLUMN kind;
"""


def upgrade() -> None:
    run(op, _UP)


def downgrade() -> None:
    run(op, _DOWN)
