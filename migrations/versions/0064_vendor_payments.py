"""Vendor payments: what was proposed, who released it and by which entry, and how it was settled."""

from alembic import op

from migrations.policies import protect, run

revision = "0064_vendor_payments"
down_revision = "0061_retention"
branch_labels = None
depends_on = None

# sealed: the vendor, the payer's own reference and the salts of both commitments, under the environment's key.
_TABLE = """
CREATE TABLE vendor_payment (
    environment_id uuid NOT NULL, id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('proposed', 'released', 'settled', 'cancelled')),
    sealed bytea NOT NULL, amount_minor bigint NOT NULL, currency text NOT NULL, document bytea NOT NULL,
    not_before timestamptz NOT NULL, deadline timestamptz NOT NULL, approvals integer NOT NULL,
    payer bytea NOT NULL, chain_id bigint NOT NULL, contract bytea NOT NULL,
    vendor_commitment bytea NOT NULL, amount_commitment bytea NOT NULL, terms bytea NOT NULL,
    proposed_at timestamptz NOT NULL, proposed_by text NOT NULL,
    released_at timestamptz, released_by text, release_entry uuid,
    settled_at timestamptz, settled_by text, rail_reference bytea,
    cancelled_at timestamptz, cancelled_by text,
    PRIMARY KEY (environment_id, id)
);
"""


def upgrade() -> None:
    run(op, _TABLE)
    protect(op, "vendor_payment", grants="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    run(op, "DROP TABLE vendor_payment;")
