"""Features that tenants declare, what is pinned to them, and what payments of a population are usually like."""

from alembic import op

from migrations.policies import protect, run

revision = "0018_features"
down_revision = "0017_decision_places"
branch_labels = None
depends_on = None

# A declaration never changes; number counts those of one name. user_id: the ruleset version or model version that reads it.
# segment: a keyed digest as in "decision", empty for the whole environment; day: since 1970, UTC, when payments happened.
# Sums are of debits: round(1000 * ln(1 + amount_minor)) and its square, as in customer_bucket.
_TABLES = """
CREATE TABLE feature_declaration (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    number integer NOT NULL,
    type text NOT NULL,
    unit text NOT NULL,
    expression text NOT NULL,
    description text NOT NULL,
    owner text NOT NULL,
    inputs text NOT NULL,
    reads text[] NOT NULL,
    cost_us integer NOT NULL,
    digest bytea NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX feature_declaration_name ON feature_declaration (environment_id, name, number);

CREATE TABLE feature_use (
    environment_id uuid NOT NULL,
    user_id uuid NOT NULL,
    feature_id uuid NOT NULL,
    PRIMARY KEY (environment_id, user_id, feature_id)
);

CREATE TABLE population_day (
    environment_id uuid NOT NULL,
    segment bytea NOT NULL,
    currency text NOT NULL,
    day integer NOT NULL,
    log_count bigint NOT NULL,
    log_sum bigint NOT NULL,
    log_square_sum bigint NOT NULL,
    PRIMARY KEY (environment_id, segment, currency, day)
);

-- How far payments and decisions are counted.
CREATE TABLE population_mark (
    environment_id uuid NOT NULL,
    transaction_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    PRIMARY KEY (environment_id)
);
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "feature_declaration", grants="SELECT, INSERT, UPDATE (retired_at)")
    protect(op, "feature_use", grants="SELECT, INSERT")
    protect(op, "population_day")
    protect(op, "population_mark")
