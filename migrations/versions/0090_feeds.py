"""Feeds: what comes in without a developer, what was taken of each, and which of them are to be looked at when."""

from alembic import op

from migrations.policies import open_table, protect, run

revision = "0090_feeds"
down_revision = "0075_environment_closing"
branch_labels = None
depends_on = None

# sealed: address, secret and header of a feed, under the environment's key. content: keyed digest of what a run took, which makes a
# repetition visible; null where it failed, so that it may come again. told_at: when results were written beside a file.
_TABLES = """
CREATE TABLE feed (
    environment_id uuid NOT NULL, id uuid NOT NULL,
    name text NOT NULL, kind text NOT NULL CHECK (kind IN ('folder', 'url', 'webhook')),
    state text NOT NULL CHECK (state IN ('active', 'paused')), mode text NOT NULL,
    mapping_id uuid, use_case text, id_column text, every_s integer NOT NULL,
    host text, scheme text, sealed bytea, etag text, modified text,
    runs bigint NOT NULL DEFAULT 0, taken bigint NOT NULL DEFAULT 0, refused bigint NOT NULL DEFAULT 0,
    repeated bigint NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0, last_status integer, last_error text, last_at timestamptz, next_at timestamptz,
    created_at timestamptz NOT NULL, created_by text NOT NULL, removed_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX feed_name ON feed (environment_id, name) WHERE removed_at IS NULL;
CREATE TABLE feed_run (
    environment_id uuid NOT NULL, id uuid NOT NULL, feed_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'completed', 'failed')),
    content bytea, bytes bigint NOT NULL,
    import_id uuid, batch_id uuid, decision_id uuid, transaction_id uuid, outcome text,
    taken integer NOT NULL DEFAULT 0, refused integer NOT NULL DEFAULT 0, repeated integer NOT NULL DEFAULT 0,
    error text, started_at timestamptz NOT NULL, ended_at timestamptz, told_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX feed_run_content ON feed_run (environment_id, feed_id, content) WHERE content IS NOT NULL;
CREATE INDEX feed_run_of_feed ON feed_run (environment_id, feed_id, id);
CREATE INDEX feed_run_open ON feed_run (environment_id, feed_id) WHERE state = 'running';
CREATE TABLE feed_queue (
    feed_id uuid PRIMARY KEY, environment_id uuid NOT NULL, due_at timestamptz
);
CREATE INDEX feed_queue_due ON feed_queue (due_at);
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "feed")
    protect(op, "feed_run")
    open_table(op, "feed_queue")


def downgrade() -> None:
    run(op, "DROP TABLE feed_queue; DROP TABLE feed_run; DROP TABLE feed;")
