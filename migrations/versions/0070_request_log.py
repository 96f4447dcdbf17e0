"""Every call of the last days, in compressed blocks of some hundreds."""

from alembic import op

from migrations.policies import protect, run

revision = "0070_request_log"
down_revision = "0064_vendor_payments"
branch_labels = None
depends_on = None

# body: MessagePack under zlib (`tenants.request_log`), masked before it is written; read by id, dropped by age.
_TABLE = """
CREATE TABLE request_block (
    environment_id uuid NOT NULL, last_id uuid NOT NULL, first_id uuid NOT NULL, requests integer NOT NULL, body bytea NOT NULL,
    PRIMARY KEY (environment_id, last_id)
);
ALTER TABLE request_block ALTER COLUMN body SET STORAGE EXTERNAL;
"""


def upgrade() -> None:
    run(op, _TABLE)
    protect(op, "request_block", grants="SELECT, INSERT, DELETE")


def downgrade() -> None:
    run(op, "DROP TABLE request_block;")
