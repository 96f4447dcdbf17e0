"""When an environment was closed, whether all of it was taken away since, and when its keys went."""

from alembic import op

from core.roles import APP
from migrations.policies import run

revision = "0075_environment_closing"
down_revision = "0073_signed_roots"
branch_labels = None
depends_on = None

# exported_at: when a whole export was read to its end after the closing. keys_going_at: from when on nothing more enters the log.
_COLUMNS = """
ALTER TABLE environment
    ADD COLUMN closed_at timestamptz, ADD COLUMN closed_by text, ADD COLUMN closing_reason text, ADD COLUMN keys_due_at timestamptz,
    ADD COLUMN export_waived boolean NOT NULL DEFAULT false, ADD COLUMN exported_at timestamptz,
    ADD COLUMN keys_going_at timestamptz, ADD COLUMN keys_destroyed_at timestamptz;
"""


def upgrade() -> None:
    run(op, _COLUMNS)
    run(op, f"GRANT UPDATE ON environment TO {APP};")


def downgrade() -> None:
    run(op, f"REVOKE UPDATE ON environment FROM {APP};")
    run(
        op,
        "ALTER TABLE environment DROP COLUMN closed_at, DROP COLUMN closed_by, DROP COLUMN closing_reason, DROP COLUMN keys_due_at,"
        " DROP COLUMN export_waived, DROP COLUMN exported_at, DROP COLUMN keys_going_at, DROP COLUMN keys_destroyed_at;",
    )
