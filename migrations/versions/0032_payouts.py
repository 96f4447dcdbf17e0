"""Payouts with what was told of them, how long their stages took, what is unusual about them; commission agreements."""

from alembic import op

from migrations.policies import protect, run

revision = "0032_payouts"
down_revision = "0031_rule_test_cases"
branch_labels = None
depends_on = None

# external: keyed digest of the caller's own id. content: keyed digest of all that was sent. sealed: all that was sent, under
# the payee's key. stage, since, held_s: what its events come to, read anew from all of them with each one.
# look_at: when the watch looks at it next; NULL when nothing about it can become unusual any more.
_PAYOUT = """
CREATE TABLE payout (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    payee uuid NOT NULL,
    external bytea NOT NULL,
    content bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL,
    method text NOT NULL,
    bank text NOT NULL,
    gateway text,
    created_at timestamptz NOT NULL,
    due_at timestamptz,
    missing text[] NOT NULL,
    stage text NOT NULL,
    since timestamptz NOT NULL,
    held_s bigint NOT NULL DEFAULT 0,
    on_hold boolean NOT NULL DEFAULT false,
    ended_at timestamptz,
    error_code text,
    contradictions integer NOT NULL DEFAULT 0,
    look_at timestamptz,
    sealed bytea NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX payout_external ON payout (environment_id, external);
CREATE INDEX payout_payee ON payout (environment_id, payee, id);
CREATE INDEX payout_due ON payout (environment_id, look_at) WHERE look_at IS NOT NULL;
CREATE INDEX payout_ended ON payout (environment_id, ended_at) WHERE ended_at IS NOT NULL;

-- Nothing here is ever changed. external: keyed digest of the event's own id, else of what it says.
CREATE TABLE payout_event (
    environment_id uuid NOT NULL,
    payout_id uuid NOT NULL,
    id uuid NOT NULL,
    external bytea NOT NULL,
    content bytea NOT NULL,
    stage text NOT NULL,
    source text NOT NULL,
    error_code text,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (environment_id, payout_id, id)
);
CREATE UNIQUE INDEX payout_event_external ON payout_event (environment_id, payout_id, external);

-- How long a stage took that has ended, for what is usual. next: the stage that followed. held: whether it was on hold meanwhile.
CREATE TABLE payout_span (
    environment_id uuid NOT NULL,
    payout_id uuid NOT NULL,
    stage text NOT NULL,
    next text NOT NULL,
    payee uuid NOT NULL,
    method text NOT NULL,
    bank text NOT NULL,
    gateway text,
    began_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    held boolean NOT NULL,
    PRIMARY KEY (environment_id, payout_id, stage)
);
CREATE INDEX payout_span_ended ON payout_span (environment_id, ended_at);

-- detail: JSON, figures and codes. Once for each kind and payout.
CREATE TABLE payout_anomaly (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    payout_id uuid NOT NULL,
    kind text NOT NULL,
    stage text NOT NULL,
    found_at timestamptz NOT NULL,
    detail bytea NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX payout_anomaly_kind ON payout_anomaly (environment_id, payout_id, kind);
"""

# Never changed: another agreement with a partner begins when it says so. partner: the handle. sealed: under the partner's key.
_AGREEMENT = """
CREATE TABLE commission_agreement (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    partner uuid NOT NULL,
    external bytea NOT NULL,
    content bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    currency text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    sealed bytea NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX commission_agreement_external ON commission_agreement (environment_id, external);
CREATE INDEX commission_agreement_partner ON commission_agreement (environment_id, partner, id);
"""


def upgrade() -> None:
    run(op, _PAYOUT)
    run(op, _AGREEMENT)
    protect(op, "payout", grants="SELECT, INSERT, UPDATE")
    protect(op, "payout_span")
    for table in ("payout_event", "payout_anomaly", "commission_agreement"):
        protect(op, table, grants="SELECT, INSERT")


def downgrade() -> None:
    run(
        op,
        "DROP TABLE commission_agreement, payout_anomaly, payout_span, payout_event, payout;",
    )
