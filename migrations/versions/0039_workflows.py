"""Tables of `resolution/workflows/`: definitions and their versions, instances, their steps, and the queue of what is due."""

from alembic import op

from migrations.policies import open_table, protect, run

revision = "0039_workflows"
down_revision = "0038_outbound"
branch_labels = None
depends_on = None

# document: in its RFC 8785 form; digest: SHA-256 of it. state: sealed, and gone when the instance has ended. arrived: events
# that an instance waits for, with ids, codes and money alone. pokes: how often somebody wanted the instance looked at.
_TABLES = """
CREATE TABLE workflow (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    last_number integer NOT NULL,
    active_version uuid,
    active_since timestamptz,
    starts_on text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, name)
);
CREATE INDEX workflow_starts_on ON workflow (environment_id, starts_on) WHERE starts_on IS NOT NULL;

CREATE TABLE workflow_version (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    workflow_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    document text NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    title text NOT NULL,
    starts_on text,
    actions text[] NOT NULL,
    template text,
    author text NOT NULL,
    reason text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, workflow_id, number),
    FOREIGN KEY (environment_id, workflow_id) REFERENCES workflow (environment_id, id)
);
ALTER TABLE workflow ADD FOREIGN KEY (environment_id, active_version)
    REFERENCES workflow_version (environment_id, id);

CREATE TABLE workflow_instance (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    workflow_id uuid NOT NULL,
    version_id uuid NOT NULL,
    subject text NOT NULL,
    cause text,
    status text NOT NULL CHECK (status IN ('running', 'waiting', 'completed', 'faulted', 'cancelled')),
    paused boolean NOT NULL DEFAULT false,
    wanted text,
    state bytea,
    step text,
    waits_for text,
    until_at timestamptz,
    event_kind text,
    event_subject text,
    task text,
    team text,
    roles text[] NOT NULL DEFAULT '{}',
    choices text[] NOT NULL DEFAULT '{}',
    arrived jsonb NOT NULL DEFAULT '[]',
    code text,
    started_by text NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (environment_id, id),
    FOREIGN KEY (environment_id, version_id) REFERENCES workflow_version (environment_id, id)
);
CREATE UNIQUE INDEX workflow_instance_open ON workflow_instance (environment_id, workflow_id, subject) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX workflow_instance_cause ON workflow_instance (environment_id, workflow_id, cause) WHERE cause IS NOT NULL;
CREATE INDEX workflow_instance_event ON workflow_instance (environment_id, event_kind) WHERE event_kind IS NOT NULL;
CREATE INDEX workflow_instance_task ON workflow_instance (environment_id, team, id) WHERE task IS NOT NULL;

CREATE TABLE workflow_step (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    instance_id uuid NOT NULL,
    step text NOT NULL,
    what text NOT NULL,
    action text,
    attempt integer NOT NULL,
    outcome text NOT NULL,
    actor text NOT NULL,
    took_ms integer NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, instance_id, id),
    FOREIGN KEY (environment_id, instance_id) REFERENCES workflow_instance (environment_id, id)
);

CREATE TABLE workflow_cursor (
    environment_id uuid PRIMARY KEY,
    reached uuid NOT NULL
);

CREATE TABLE workflow_queue (
    instance_id uuid PRIMARY KEY,
    environment_id uuid NOT NULL,
    due_at timestamptz,
    leased_until timestamptz,
    fence bigint NOT NULL DEFAULT 0,
    pokes integer NOT NULL DEFAULT 0,
    attempts integer NOT NULL DEFAULT 0
);
CREATE INDEX workflow_queue_due ON workflow_queue (environment_id, due_at);
CREATE INDEX workflow_queue_leased ON workflow_queue (environment_id, leased_until) WHERE leased_until IS NOT NULL;
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "workflow", grants="SELECT, INSERT, UPDATE")
    protect(op, "workflow_version", grants="SELECT, INSERT")
    protect(op, "workflow_instance", grants="SELECT, INSERT, UPDATE")
    protect(op, "workflow_step", grants="SELECT, INSERT")
    protect(op, "workflow_cursor", grants="SELECT, INSERT, UPDATE")
    # Ids, times and leases alone: a worker finds what is due in any environment.
    open_table(op, "workflow_queue")
