"""Tables of `tenants/`."""

from alembic import op

from migrations.policies import open_table, protect, run

revision = "0002_tenants"
down_revision = "0001_core"
branch_labels = None
depends_on = None

# Ids and wrapped keys only: which tenant and environment a credential's public part belongs to, and the keys of the
# installation itself (wrapped by the KMS). `reference` is the readable part of a key, a session's or client's id, or the
# keyed digest of an address; never a secret.
_OPEN = """
CREATE TABLE credential_directory (
    reference text NOT NULL CHECK (length(reference) <= 100),
    kind text NOT NULL
        CHECK (kind IN ('tenant', 'environment', 'api_key', 'client', 'session', 'invitation', 'address')),
    tenant_id uuid NOT NULL,
    environment_id uuid,
    object_id uuid NOT NULL,
    PRIMARY KEY (reference, tenant_id)
);
CREATE TABLE installation_key (
    purpose text NOT NULL,
    key_id text NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL,
    active_at timestamptz NOT NULL,
    expires_at timestamptz,
    PRIMARY KEY (purpose, key_id)
);
"""

_TENANTS = """
CREATE TABLE tenant (
    tenant_id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    status text NOT NULL CHECK (status IN ('active', 'suspended')),
    plan text NOT NULL,
    tenant_rate_per_s integer NOT NULL CHECK (tenant_rate_per_s > 0),
    principal_rate_per_s integer NOT NULL CHECK (principal_rate_per_s > 0),
    live_quota_per_month bigint NOT NULL CHECK (live_quota_per_month >= 0),
    sandbox_quota_per_month bigint NOT NULL CHECK (sandbox_quota_per_month >= 0),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE TABLE environment (
    tenant_id uuid NOT NULL REFERENCES tenant,
    environment_id uuid NOT NULL,
    mode text NOT NULL CHECK (mode IN ('live', 'sandbox')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, environment_id),
    UNIQUE (tenant_id, mode)
);
"""

_VAULT = """
CREATE TABLE vault_key (
    scope_id uuid NOT NULL,
    version integer NOT NULL CHECK (version BETWEEN 1 AND 65535),
    wrapped_kek bytea NOT NULL,
    created_at timestamptz NOT NULL,
    active_at timestamptz NOT NULL,
    PRIMARY KEY (scope_id, version)
);
CREATE TABLE vault_data_key (
    scope_id uuid PRIMARY KEY,
    wrapped_key bytea NOT NULL
);
CREATE TABLE subject (
    environment_id uuid NOT NULL,
    customer uuid NOT NULL,
    wrapped_key bytea NOT NULL,
    sealed_id bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, customer)
);
"""

_CREDENTIALS = """
CREATE TABLE api_key (
    environment_id uuid NOT NULL,
    key_id uuid NOT NULL,
    reference text NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    secret_hash bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    rotated_from uuid,
    last_used_at timestamptz,
    PRIMARY KEY (environment_id, key_id),
    UNIQUE (environment_id, reference)
);
CREATE UNIQUE INDEX api_key_rotated_once ON api_key (environment_id, rotated_from) WHERE rotated_from IS NOT NULL;
CREATE TABLE oauth_client (
    environment_id uuid NOT NULL,
    client_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    auth_method text NOT NULL CHECK (auth_method IN ('client_secret', 'private_key_jwt')),
    secret_hash bytea CHECK (octet_length(secret_hash) = 32),
    public_keys bytea,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    revoked_at timestamptz,
    last_used_at timestamptz,
    PRIMARY KEY (environment_id, client_id),
    CHECK ((auth_method = 'client_secret') = (secret_hash IS NOT NULL)),
    CHECK ((auth_method = 'private_key_jwt') = (public_keys IS NOT NULL))
);
CREATE TABLE oauth_assertion (
    environment_id uuid NOT NULL,
    assertion_hash bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, assertion_hash)
);
CREATE TABLE oauth_revoked_token (
    environment_id uuid NOT NULL,
    token_id uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, token_id)
);
"""

_MEMBERS = """
CREATE TABLE member (
    tenant_id uuid NOT NULL REFERENCES tenant,
    member_id uuid NOT NULL,
    address_digest bytea NOT NULL,
    sealed_address bytea NOT NULL,
    role text NOT NULL,
    password_hash text NOT NULL,
    sealed_totp bytea,
    totp_confirmed boolean NOT NULL DEFAULT false,
    totp_last_step bigint NOT NULL DEFAULT 0,
    failed_sign_ins integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    created_at timestamptz NOT NULL,
    last_signed_in_at timestamptz,
    removed_at timestamptz,
    PRIMARY KEY (tenant_id, member_id)
);
CREATE UNIQUE INDEX member_address ON member (tenant_id, address_digest) WHERE removed_at IS NULL;
CREATE TABLE invitation (
    tenant_id uuid NOT NULL REFERENCES tenant,
    invitation_id uuid NOT NULL,
    address_digest bytea NOT NULL,
    sealed_address bytea NOT NULL,
    role text NOT NULL,
    reference text NOT NULL,
    token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    environment_id uuid NOT NULL,
    invited_by text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (tenant_id, invitation_id)
);
CREATE UNIQUE INDEX invitation_open ON invitation (tenant_id, address_digest)
    WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE TABLE recovery_code (
    tenant_id uuid NOT NULL,
    member_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (tenant_id, member_id, code_hash),
    FOREIGN KEY (tenant_id, member_id) REFERENCES member
);
CREATE TABLE session (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    member_id uuid NOT NULL,
    reference text NOT NULL,
    secret_hash bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
    second_factor boolean NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    idle_expires_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (tenant_id, session_id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES member
);
CREATE INDEX session_of_member ON session (tenant_id, member_id);
"""

_USAGE = """
CREATE TABLE usage_counter (
    environment_id uuid NOT NULL,
    day date NOT NULL,
    operation text NOT NULL CHECK (length(operation) <= 100),
    calls bigint NOT NULL,
    PRIMARY KEY (environment_id, day, operation)
);
"""


def upgrade() -> None:
    for script in (_OPEN, _TENANTS, _VAULT, _CREDENTIALS, _MEMBERS, _USAGE):
        run(op, script)
    open_table(op, "credential_directory")
    open_table(op, "installation_key")
    protect(op, "tenant", column="tenant_id", grants="SELECT, INSERT, UPDATE")
    protect(op, "environment", column="tenant_id", grants="SELECT, INSERT")
    for table in ("vault_key", "vault_data_key"):
        protect(op, table, column="scope_id")
    for table in (
        "subject",
        "api_key",
        "oauth_client",
        "oauth_assertion",
        "oauth_revoked_token",
        "usage_counter",
    ):
        protect(op, table)
    for table in ("member", "invitation", "recovery_code", "session"):
        protect(op, table, column="tenant_id")
