"""Tables of `payments/`: transactions, sign-ins, and the time buckets that are the running state of each customer."""

from alembic import op

from migrations.policies import protect, run

revision = "0003_payments"
down_revision = "0002_tenants"
branch_labels = None
depends_on = None

# external: keyed digest of the caller's own id. content: keyed digest of all that was sent. sealed: all that was sent,
# under the customer's key. Merchants and devices rest as keyed digests, coordinates as tenths of a degree.
# last, placed (of the lifetime only): the latest payment and the latest with a country, as texts that sort by time.
# grain 0, 1, 2, 3: minute, hour, day, lifetime; slot: minutes, hours or days since 1970, 0 for lifetime.
_TABLES = """
CREATE TABLE payment_transaction (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    customer uuid NOT NULL,
    external bytea,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL,
    direction text NOT NULL,
    method text NOT NULL,
    channel text,
    category text,
    country text,
    gateway text,
    merchant bytea,
    device bytea,
    latitude_tenths smallint,
    longitude_tenths smallint,
    log_milli integer NOT NULL,
    content bytea NOT NULL,
    duplicate_of uuid,
    sealed bytea NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX payment_transaction_external ON payment_transaction (environment_id, external)
    WHERE external IS NOT NULL;
CREATE INDEX payment_transaction_customer ON payment_transaction (environment_id, customer, occurred_at, content);
CREATE INDEX payment_transaction_time ON payment_transaction (environment_id, occurred_at, id);

CREATE TABLE payment_fingerprint (
    environment_id uuid NOT NULL,
    customer uuid NOT NULL,
    fingerprint bytea NOT NULL,
    transaction_id uuid NOT NULL,
    PRIMARY KEY (environment_id, customer, fingerprint)
);

CREATE TABLE payment_login (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    customer uuid NOT NULL,
    external bytea,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    succeeded boolean NOT NULL,
    device bytea,
    content bytea NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX payment_login_external ON payment_login (environment_id, external) WHERE external IS NOT NULL;
CREATE INDEX payment_login_customer ON payment_login (environment_id, customer, occurred_at);

CREATE TABLE customer_bucket (
    environment_id uuid NOT NULL,
    customer uuid NOT NULL,
    grain smallint NOT NULL,
    slot integer NOT NULL,
    currency text NOT NULL,
    debit_count integer NOT NULL,
    debit_minor bigint NOT NULL,
    credit_count integer NOT NULL,
    credit_minor bigint NOT NULL,
    cash_minor bigint NOT NULL,
    emi_minor bigint NOT NULL,
    log_sum bigint NOT NULL,
    log_square_sum bigint NOT NULL,
    login_count integer NOT NULL,
    failed_count integer NOT NULL,
    first_at timestamptz,
    last text COLLATE "C",
    placed text COLLATE "C",
    merchants bit(256) NOT NULL,
    devices bit(256) NOT NULL,
    PRIMARY KEY (environment_id, customer, grain, slot, currency)
) WITH (fillfactor = 80);

-- What the `pc` of a bulk entry was made of: SHA-256 of these commitments, 32 bytes each, in the order of these ids.
CREATE TABLE payment_batch (
    environment_id uuid NOT NULL,
    eid uuid NOT NULL,
    ids uuid[] NOT NULL,
    commitments bytea NOT NULL,
    PRIMARY KEY (environment_id, eid)
);
"""

_SCOPED = (
    "payment_transaction",
    "payment_fingerprint",
    "payment_login",
    "customer_bucket",
    "payment_batch",
)


def upgrade() -> None:
    run(op, _TABLES)
    for table in _SCOPED:
        protect(op, table)
