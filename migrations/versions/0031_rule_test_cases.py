"""Tables of `rules/`: the test cases of each use case, and which edition of a shipped pack came to which ruleset."""

from alembic import op

from migrations.policies import protect, run

revision = "0031_rule_test_cases"
down_revision = "0030_gateway_routing"
branch_labels = None
depends_on = None

# A set of test cases is written once and never changed: `cases` is JSON in its RFC 8785 form, `digest` is of that.
# An edition is written once too, so that a draft that a tenant passed over does not arrive again.
_TABLES = """
CREATE TABLE rule_test_book (
    environment_id uuid NOT NULL,
    use_case text NOT NULL,
    last_number integer NOT NULL,
    PRIMARY KEY (environment_id, use_case)
);

CREATE TABLE rule_test_set (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    cases text NOT NULL,
    case_count integer NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    author text NOT NULL,
    reason text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, use_case, number),
    FOREIGN KEY (environment_id, use_case) REFERENCES rule_test_book (environment_id, use_case)
);

CREATE TABLE rule_pack_edition (
    environment_id uuid NOT NULL,
    use_case text NOT NULL,
    pack text NOT NULL,
    edition date NOT NULL,
    version_id uuid NOT NULL,
    actor text NOT NULL,
    came_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, use_case, pack, edition),
    FOREIGN KEY (environment_id, version_id) REFERENCES ruleset_version (environment_id, id)
);
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "rule_test_book", grants="SELECT, INSERT, UPDATE")
    protect(op, "rule_test_set", grants="SELECT, INSERT")
    protect(op, "rule_pack_edition", grants="SELECT, INSERT")


def downgrade() -> None:
    run(op, "DROP TABLE rule_pack_edition; DROP TABLE rule_test_set; DROP TABLE rule_test_book;")
