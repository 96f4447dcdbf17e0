"""What gateways did with payments, counted by minute and hour; their incidents; policies of routing and what they chose."""

from alembic import op

from migrations.policies import protect, run

revision = "0030_gateway_routing"
down_revision = "0029_usage_units"
branch_labels = None
depends_on = None

# external, payment: keyed digests of the caller's own ids, which `sealed` holds. content: keyed digest of what never changes.
# bank: '' where none was told. error_code: '' unless failed. fault: whether the failure was the gateway's own.
_ATTEMPT = """
CREATE TABLE gateway_attempt (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    external bytea NOT NULL,
    payment bytea NOT NULL,
    choice_id uuid,
    gateway text NOT NULL,
    method text NOT NULL,
    bank text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    started_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    content bytea NOT NULL,
    sealed bytea NOT NULL,
    result text NOT NULL CHECK (result IN ('pending', 'succeeded', 'failed')),
    error_code text NOT NULL DEFAULT '',
    fault boolean NOT NULL DEFAULT false,
    cost_minor bigint NOT NULL DEFAULT 0,
    latency_ms integer,
    finished_at timestamptz,
    settled_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX gateway_attempt_external ON gateway_attempt (environment_id, external);
CREATE INDEX gateway_attempt_started ON gateway_attempt (environment_id, started_at, id);
CREATE INDEX gateway_attempt_payment ON gateway_attempt (environment_id, payment);
CREATE INDEX gateway_attempt_choice ON gateway_attempt (environment_id, choice_id) WHERE choice_id IS NOT NULL;
"""

# grain: 1 minutes, 2 hours. bucket: how many of them since 1970, by the attempt's start. Those without a result yet are
# attempts - succeeded - faulted - failed.
_BUCKET = """
CREATE TABLE gateway_bucket (
    environment_id uuid NOT NULL,
    grain smallint NOT NULL,
    bucket integer NOT NULL,
    gateway text NOT NULL,
    method text NOT NULL,
    bank text NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    succeeded bigint NOT NULL DEFAULT 0,
    faulted bigint NOT NULL DEFAULT 0,
    failed bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (environment_id, grain, bucket, gateway, method, bank)
);
"""

# method: '' where the whole gateway fails. fault_rate: as it was when it was found, of the gateway's own faults.
_INCIDENT = """
CREATE TABLE gateway_incident (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    gateway text NOT NULL,
    method text NOT NULL,
    began_at timestamptz NOT NULL,
    found_at timestamptz NOT NULL,
    fault_rate double precision NOT NULL,
    usual_rate double precision NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX gateway_incident_open ON gateway_incident (environment_id, gateway, method) WHERE ended_at IS NULL;
"""

# digest: SHA-256 of the encoded spec, which the ledger names.
_POLICY = """
CREATE TABLE routing_policy (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    spec jsonb NOT NULL,
    digest bytea NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    status text NOT NULL CHECK (status IN ('draft', 'champion', 'challenger', 'retired')),
    share_percent smallint NOT NULL DEFAULT 0 CHECK (share_percent BETWEEN 0 AND 100),
    guardrail jsonb NOT NULL DEFAULT '{}',
    against uuid,
    started_at timestamptz,
    ended_at timestamptz,
    ended_by text,
    ended_reason text,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX routing_policy_active ON routing_policy (environment_id, status)
    WHERE status IN ('champion', 'challenger');
"""

# asked: keyed digest of the payment's reference and the number of the try: asked again, the same is answered.
# place: of the payment in the stable hash of a trial. shares: the chance that each gateway had.
_CHOICE = """
CREATE TABLE gateway_choice (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    asked bytea NOT NULL,
    content bytea NOT NULL,
    policy_id uuid NOT NULL,
    trial_id uuid,
    payment bytea NOT NULL,
    try smallint NOT NULL,
    method text NOT NULL,
    bank text NOT NULL,
    amount_minor bigint NOT NULL,
    currency text NOT NULL,
    gateway text NOT NULL,
    propensity double precision NOT NULL,
    answer jsonb NOT NULL,
    chosen_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX gateway_choice_asked ON gateway_choice (environment_id, asked);
CREATE INDEX gateway_choice_trial ON gateway_choice (environment_id, trial_id, policy_id) WHERE trial_id IS NOT NULL;
"""

_TABLES = ("gateway_attempt", "gateway_bucket", "gateway_incident", "routing_policy", "gateway_choice")


def upgrade() -> None:
    for script in (_ATTEMPT, _BUCKET, _INCIDENT, _POLICY, _CHOICE):
        run(op, script)
    for table in _TABLES:
        protect(op, table)


def downgrade() -> None:
    for table in reversed(_TABLES):
        run(op, f"DROP TABLE {table};")
