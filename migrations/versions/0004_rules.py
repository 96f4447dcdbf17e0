"""Tables of `rules/`: a ruleset for each use case, its versions, and which of them decided when."""

from alembic import op

from migrations.policies import protect, run

revision = "0004_rules"
down_revision = "0003_payments"
branch_labels = None
depends_on = None

# graph: the author's document in its RFC 8785 form; digest: SHA-256 of graph and fallback together. facts, outcomes,
# cost_us: what the check found. A version is written once and never changed: what happens to it later is in other tables.
_TABLES = """
CREATE TABLE ruleset (
    environment_id uuid NOT NULL,
    use_case text NOT NULL,
    id uuid NOT NULL,
    last_number integer NOT NULL,
    active_version uuid,
    active_since timestamptz,
    PRIMARY KEY (environment_id, use_case)
);

CREATE TABLE ruleset_version (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    graph text NOT NULL,
    fallback text NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    outcomes text[] NOT NULL,
    facts text[] NOT NULL,
    cost_us integer NOT NULL,
    author text NOT NULL,
    reason text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, use_case, number),
    FOREIGN KEY (environment_id, use_case) REFERENCES ruleset (environment_id, use_case)
);

ALTER TABLE ruleset ADD FOREIGN KEY (environment_id, active_version)
    REFERENCES ruleset_version (environment_id, id);

CREATE TABLE ruleset_activation (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    version_id uuid NOT NULL,
    previous_version_id uuid,
    actor text NOT NULL,
    reason text NOT NULL,
    activated_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id),
    FOREIGN KEY (environment_id, version_id) REFERENCES ruleset_version (environment_id, id)
);
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "ruleset", grants="SELECT, INSERT, UPDATE")
    protect(op, "ruleset_version", grants="SELECT, INSERT")
    protect(op, "ruleset_activation", grants="SELECT, INSERT")
