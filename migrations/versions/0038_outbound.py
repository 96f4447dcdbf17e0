"""Tables of what leaves for hosts that tenants name: webhook endpoints and deliveries, connectors, gateways' own webhooks, texts."""

from alembic import op

from migrations.policies import open_table, protect, run

revision = "0038_outbound"
down_revision = "0037_payout_habits"
branch_labels = None
depends_on = None

# webhook_delivery.attempts: what was tried, oldest first. tries: of the present round of the schedule; a replay begins a new one.
# webhook_queue holds ids and times only: the worker reads it over all environments.
# gateway_event.event_key: a keyed digest of the gateway's own id of the event, which makes a replay visible.
# sent_message.key_hash: of the action's key; what was sent under it is not sent again.
_TABLES = """
CREATE TABLE webhook_endpoint (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    url text NOT NULL,
    description text NOT NULL,
    kinds text[] NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    failing_since timestamptz,
    disabled_at timestamptz,
    disabled_reason text,
    PRIMARY KEY (environment_id, id)
);
CREATE TABLE webhook_secret (
    environment_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    id uuid NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    PRIMARY KEY (environment_id, endpoint_id, id)
);
CREATE TABLE webhook_message (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    body bytea NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE INDEX webhook_message_at ON webhook_message (environment_id, at, id);
CREATE TABLE webhook_delivery (
    environment_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    message_id uuid NOT NULL,
    state text NOT NULL,
    tries integer NOT NULL,
    attempts jsonb NOT NULL,
    due_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, endpoint_id, message_id)
);
CREATE TABLE webhook_queue (
    environment_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    message_id uuid NOT NULL,
    due_at timestamptz NOT NULL,
    PRIMARY KEY (endpoint_id, message_id)
);
CREATE INDEX webhook_queue_due ON webhook_queue (endpoint_id, due_at);

CREATE TABLE connector (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    preset text,
    base_url text NOT NULL,
    methods text[] NOT NULL,
    paths text[] NOT NULL,
    auth text NOT NULL,
    sealed bytea,
    webhook_scheme text,
    webhook_sealed bytea,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    removed_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX connector_name ON connector (environment_id, name) WHERE removed_at IS NULL;
CREATE TABLE connector_directory (
    connector_id uuid PRIMARY KEY,
    environment_id uuid NOT NULL
);
CREATE TABLE gateway_event (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    connector_id uuid NOT NULL,
    event_key bytea NOT NULL,
    type text NOT NULL,
    reference text,
    sealed bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX gateway_event_key ON gateway_event (environment_id, connector_id, event_key);

CREATE TABLE message_template (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    channel text NOT NULL,
    language text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX message_template_name ON message_template (environment_id, name, channel, language);
CREATE TABLE sent_message (
    environment_id uuid NOT NULL,
    key_hash bytea NOT NULL,
    sent_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, key_hash)
);
"""

_SCOPED = (
    "webhook_endpoint", "webhook_secret", "webhook_message", "webhook_delivery", "connector", "gateway_event",
    "message_template", "sent_message",
)  # fmt: skip


def upgrade() -> None:
    run(op, _TABLES)
    for table in _SCOPED:
        protect(op, table)
    open_table(op, "webhook_queue")
    open_table(op, "connector_directory", grants="SELECT, INSERT, DELETE")
