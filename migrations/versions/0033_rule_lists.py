"""What rules know besides the event: lists of an environment and their entries, and what is suppressed until when."""

from alembic import op

from migrations.policies import protect, run

revision = "0033_rule_lists"
down_revision = "0032_payouts"
branch_labels = None
depends_on = None

# digest: of a value that never rests in clear, keyed by the environment's vault. changes: counts what was added and removed, so that
# whoever holds a list in memory knows whether it is still that list. until: always a moment, so that nothing is silenced for ever.
_TABLES = """
CREATE TABLE rule_list (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    description text NOT NULL,
    entry_count integer NOT NULL DEFAULT 0 CHECK (entry_count >= 0),
    changes bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, name)
);

CREATE TABLE rule_list_entry (
    environment_id uuid NOT NULL,
    list_id uuid NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    id uuid NOT NULL,
    expires_at timestamptz,
    reason text NOT NULL,
    added_at timestamptz NOT NULL,
    added_by text NOT NULL,
    PRIMARY KEY (environment_id, list_id, digest),
    UNIQUE (environment_id, list_id, id),
    FOREIGN KEY (environment_id, list_id) REFERENCES rule_list (environment_id, id)
);

CREATE TABLE suppression (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    use_case text,
    cause text,
    rule text,
    until timestamptz NOT NULL,
    reason text NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    ended_at timestamptz,
    ended_by text,
    PRIMARY KEY (environment_id, id),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX suppression_open ON suppression (environment_id, until) WHERE ended_at IS NULL;

CREATE TABLE suppression_state (
    environment_id uuid NOT NULL,
    changes bigint NOT NULL,
    PRIMARY KEY (environment_id)
);
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "rule_list")
    protect(op, "rule_list_entry")
    protect(op, "suppression", grants="SELECT, INSERT, UPDATE")
    protect(op, "suppression_state", grants="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    run(op, "DROP TABLE suppression_state, suppression, rule_list_entry, rule_list;")
