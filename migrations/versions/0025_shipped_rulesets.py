"""Default rulesets that decide or have decided here, of this release and of earlier ones: decisions name them by digest.

Without row-level security, as starters: what ships with the service is everybody's. Rows are never changed and never deleted.
"""

from alembic import op

from migrations.policies import open_table, run

revision = "0025_shipped_rulesets"
down_revision = "0024_decision_lookup"
branch_labels = None
depends_on = None

# graph: in canonical form, as the digest is made of it.
_TABLE = """
CREATE TABLE shipped_ruleset (
    digest bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    graph text NOT NULL,
    fallback text NOT NULL,
    facts text[] NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT now()
);
"""


def upgrade() -> None:
    run(op, _TABLE)
    open_table(op, "shipped_ruleset", grants="SELECT, INSERT")


def downgrade() -> None:
    run(op, "DROP TABLE shipped_ruleset;")
