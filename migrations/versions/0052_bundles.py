"""Bundles: which epochs of which logs were made into a CAR, where the file lies, and whether it is pinned.

The public bundles of epochs stand under the nil UUID, as the super-log does.
"""

from alembic import op

from migrations.policies import protect, run

revision = "0052_bundles"
down_revision = "0048_epochs"
branch_labels = None
depends_on = None

_TABLE = """
-- manifest_digest: of the root block, which is its CID and, of an epoch's, what the anchor names
CREATE TABLE ledger_bundle (
    environment_id uuid NOT NULL,
    epoch bigint NOT NULL CHECK (epoch > 0),
    manifest_digest bytea NOT NULL CHECK (octet_length(manifest_digest) = 32),
    car_digest bytea NOT NULL CHECK (octet_length(car_digest) = 32),
    car_bytes bigint NOT NULL CHECK (car_bytes > 0),
    from_size bigint NOT NULL CHECK (from_size >= 0),
    to_size bigint NOT NULL CHECK (to_size >= from_size),
    made_at timestamptz NOT NULL,
    pinned_at timestamptz,
    PRIMARY KEY (environment_id, epoch)
);
CREATE INDEX ledger_bundle_unpinned ON ledger_bundle (environment_id, epoch) WHERE pinned_at IS NULL;
CREATE TRIGGER never_deleted BEFORE DELETE ON ledger_bundle
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON ledger_bundle
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
"""


def upgrade() -> None:
    run(op, _TABLE)
    protect(op, "ledger_bundle", grants="SELECT, INSERT, UPDATE (pinned_at)")


def downgrade() -> None:
    run(op, "DROP TABLE ledger_bundle")
