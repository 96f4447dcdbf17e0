"""Starters that decide or have decided here, of this release and of earlier ones: their files are in the object store by digest.

Without row-level security: what ships with the service is everybody's, and the table holds nothing of any tenant. Rows are
never changed and never deleted, because decisions name them for ever.
"""

from alembic import op

from migrations.policies import open_table, run

revision = "0023_starters"
down_revision = "0022_shadow_said"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE starter_version (
    id uuid PRIMARY KEY,
    use_case text NOT NULL,
    digest bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    manifest jsonb NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now()
);
"""


def upgrade() -> None:
    run(op, _TABLE)
    open_table(op, "starter_version", grants="SELECT, INSERT")


def downgrade() -> None:
    run(op, "DROP TABLE starter_version;")
