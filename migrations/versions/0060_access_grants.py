"""Access that an owner gives an auditor for a time, to all that the role reads or to a part of the log."""

from alembic import op

from migrations.policies import protect, run

revision = "0060_access_grants"
down_revision = "0049_log_keys"
branch_labels = None
depends_on = None

# Of a tenant, because signing in looks at it before it knows the environment. holder: a member's or a key's public id.
# since, until, types: the part of the log; all three NULL or empty for everything that an auditor reads.
_TABLE = """
CREATE TABLE access_grant (
    tenant_id uuid NOT NULL, environment_id uuid NOT NULL, id uuid NOT NULL, holder text NOT NULL, expires_at timestamptz NOT NULL,
    since timestamptz, until timestamptz, types text[] NOT NULL, reason text NOT NULL,
    created_at timestamptz NOT NULL, created_by text NOT NULL, revoked_at timestamptz, revoked_by text,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX access_grant_holder ON access_grant (tenant_id, holder, environment_id, id);
"""


def upgrade() -> None:
    run(op, _TABLE)
    protect(op, "access_grant", column="tenant_id", grants="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    run(op, "DROP TABLE access_grant;")
