"""Alerts, the rules that raise them, and cases with their queues and history."""

from alembic import op

from migrations.policies import protect, run

revision = "0034_cases"
down_revision = "0033_rule_lists"
branch_labels = None
depends_on = None

# One alert that is not resolved for each group: that is how it absorbs repeats.
# alert_event: the events that were heard, for a week, because each may be told twice.
_TABLES = """
CREATE TABLE alert_rules (
    environment_id uuid NOT NULL, number int NOT NULL CHECK (number > 0), author text NOT NULL,
    changed_at timestamptz NOT NULL, rules jsonb NOT NULL,
    PRIMARY KEY (environment_id, number)
);
CREATE TABLE alert (
    environment_id uuid NOT NULL, id uuid NOT NULL, kind text NOT NULL, group_key text NOT NULL,
    subject text NOT NULL, severity smallint NOT NULL CHECK (severity BETWEEN 0 AND 3),
    state text NOT NULL CHECK (state IN ('open', 'acknowledged', 'resolved')),
    count bigint NOT NULL DEFAULT 1, data jsonb NOT NULL,
    raised_at timestamptz NOT NULL, last_at timestamptz NOT NULL,
    acknowledged_at timestamptz, acknowledged_by text, resolved_at timestamptz, resolved_by text, case_id uuid,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX alert_standing ON alert (environment_id, kind, group_key) WHERE state <> 'resolved';
CREATE INDEX alert_subject ON alert (environment_id, subject) WHERE state <> 'resolved';
CREATE TABLE alert_event (
    environment_id uuid NOT NULL, event_id uuid NOT NULL,
    PRIMARY KEY (environment_id, event_id)
);
CREATE TABLE case_queue (
    environment_id uuid NOT NULL, name text NOT NULL, settings jsonb NOT NULL,
    PRIMARY KEY (environment_id, name)
);
CREATE TABLE review_case (
    environment_id uuid NOT NULL, id uuid NOT NULL, queue text NOT NULL, title bytea NOT NULL, subject text,
    priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 3), skill text,
    state text NOT NULL CHECK (state IN ('open', 'assigned', 'waiting', 'to_approve', 'closed')),
    assignee text, evidence text[] NOT NULL, alert_id uuid, origin bytea,
    opened_by text NOT NULL, opened_at timestamptz NOT NULL, due_at timestamptz,
    waited_at timestamptz, overdue_at timestamptz,
    proposed bytea, proposed_by text, result text, closed_by text, closed_at timestamptz,
    PRIMARY KEY (environment_id, id),
    FOREIGN KEY (environment_id, queue) REFERENCES case_queue (environment_id, name)
);
CREATE UNIQUE INDEX review_case_origin ON review_case (environment_id, origin) WHERE origin IS NOT NULL;
CREATE INDEX review_case_queue ON review_case (environment_id, queue, priority DESC, due_at) WHERE state <> 'closed';
CREATE INDEX review_case_due ON review_case (environment_id, due_at) WHERE due_at IS NOT NULL AND overdue_at IS NULL;
CREATE INDEX review_case_subject ON review_case (environment_id, subject);
CREATE TABLE case_step (
    environment_id uuid NOT NULL, case_id uuid NOT NULL, id uuid NOT NULL, at timestamptz NOT NULL,
    actor text NOT NULL, what text NOT NULL, value text, comment bytea,
    PRIMARY KEY (environment_id, case_id, id),
    FOREIGN KEY (environment_id, case_id) REFERENCES review_case (environment_id, id)
);
"""
_NAMES = ("alert_rules", "alert", "alert_event", "case_queue", "review_case", "case_step")


def upgrade() -> None:
    run(op, _TABLES)
    for name in _NAMES:
        protect(op, name)


def downgrade() -> None:
    run(op, "".join(f"DROP TABLE {name};" for name in reversed(_NAMES)))
