"""Root causes: failed attempts by hour and code, what tickets are about, and times in which a cause grew."""

from alembic import op

from migrations.policies import protect, run

revision = "0045_root_causes"
down_revision = "0044_silence_and_erasure"
branch_labels = None
depends_on = None

# Failed attempts by the hour of their start; counted in the transaction that records a result. example: the latest attempt.
_FAILURES = """
CREATE TABLE gateway_failure_hour (
    environment_id uuid NOT NULL, hour integer NOT NULL, gateway text NOT NULL, method text NOT NULL, bank text NOT NULL,
    error_code text NOT NULL, currency text NOT NULL,
    failures bigint NOT NULL, amount_minor bigint NOT NULL, first_at timestamptz NOT NULL, last_at timestamptz NOT NULL,
    example uuid NOT NULL,
    PRIMARY KEY (environment_id, hour, gateway, method, bank, error_code, currency)
);
"""

# cause: the class that was told, '' where it was not sure enough. Nothing of what the ticket says.
_TICKETS = """
CREATE TABLE ticket_cause (
    environment_id uuid NOT NULL, decision_id uuid NOT NULL, customer uuid NOT NULL, cause text NOT NULL, route text NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, decision_id)
);
CREATE INDEX ticket_cause_decided ON ticket_cause (environment_id, decided_at);
CREATE TABLE ticket_cause_mark (
    environment_id uuid NOT NULL, decision_id uuid NOT NULL,
    PRIMARY KEY (environment_id)
);
CREATE INDEX decision_ticket ON decision (environment_id, id) WHERE use_case = 'ticket-triage';
"""

# A time in which a cause grew: one at once. cell: JSON, what its failures share.
_EPISODES = """
CREATE TABLE root_cause_episode (
    environment_id uuid NOT NULL, id uuid NOT NULL, cause_id uuid NOT NULL, kind text NOT NULL, cell text NOT NULL,
    began_at timestamptz NOT NULL, last_at timestamptz NOT NULL, ended_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX root_cause_episode_open ON root_cause_episode (environment_id, cause_id) WHERE ended_at IS NULL;
CREATE INDEX root_cause_episode_last ON root_cause_episode (environment_id, cause_id, began_at);
"""
# What failed before is counted once, with all environments in scope: the tables show nobody anything else.
_BEFORE = """
SELECT set_config('countermark.scope', coalesce(string_agg(environment_id::text, ','), ''), true) FROM environment_directory;
INSERT INTO gateway_failure_hour
SELECT environment_id, floor(extract(epoch FROM started_at) / 3600)::integer AS hour, gateway, method, bank, error_code, currency,
    count(*), sum(amount_minor), min(started_at), max(started_at), (array_agg(id ORDER BY started_at DESC, id DESC))[1]
FROM gateway_attempt WHERE result = 'failed' AND started_at > now() - interval '60 days'
GROUP BY 1, 2, 3, 4, 5, 6, 7;
SELECT set_config('countermark.scope', '', true);
"""
_TABLES = ("gateway_failure_hour", "ticket_cause", "ticket_cause_mark", "root_cause_episode")


def upgrade() -> None:
    run(op, _FAILURES + _TICKETS + _EPISODES)
    for table in _TABLES:
        protect(op, table)
    run(op, _BEFORE)


def downgrade() -> None:
    run(op, "DROP INDEX decision_ticket;" + "".join(f"DROP TABLE {name};" for name in reversed(_TABLES)))
