"""The life of a ruleset's version: who stands behind it, approvals, shadows, and the way back; and whom a credential acts for."""

from alembic import op

from migrations.policies import protect, run

revision = "0035_ruleset_life"
down_revision = "0034_cases"
branch_labels = None
depends_on = None

# member_id: for whom a credential acts, which is the member that made it, or for whom the credential that made it acts; NULL
# for those that the installation made. Names of their makers are in created_by, as public ids: Crockford base32 of the id.
_CREDENTIALS = """
ALTER TABLE api_key ADD COLUMN member_id uuid;
ALTER TABLE oauth_client ADD COLUMN member_id uuid;
ALTER TABLE api_key NO FORCE ROW LEVEL SECURITY;
ALTER TABLE oauth_client NO FORCE ROW LEVEL SECURITY;

CREATE FUNCTION pg_temp.id_in(name text) RETURNS uuid LANGUAGE sql AS $$
    SELECT (lpad(to_hex(substr(bits, 3, 64)::bit(64)::bigint), 16, '0')
        || lpad(to_hex(substr(bits, 67, 64)::bit(64)::bigint), 16, '0'))::uuid
    FROM (
        SELECT string_agg((strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(name, at, 1)) - 1)::bit(5)::text, '' ORDER BY at)
        FROM generate_series(5, 30) AS at
    ) AS written(bits)
$$;

UPDATE api_key SET member_id = pg_temp.id_in(created_by) WHERE created_by ~ '^mbr_[0-9a-z]{26}$';
UPDATE oauth_client SET member_id = pg_temp.id_in(created_by) WHERE created_by ~ '^mbr_[0-9a-z]{26}$';
DO $$
DECLARE
    keys bigint;
    clients bigint;
BEGIN
    LOOP
        UPDATE api_key made SET member_id = maker.member_id
        FROM (SELECT key_id AS id, member_id FROM api_key UNION ALL SELECT client_id, member_id FROM oauth_client) maker
        WHERE made.member_id IS NULL AND maker.member_id IS NOT NULL
            AND made.created_by ~ '^(key|cli)_[0-9a-z]{26}$' AND maker.id = pg_temp.id_in(made.created_by);
        GET DIAGNOSTICS keys = ROW_COUNT;
        UPDATE oauth_client made SET member_id = maker.member_id
        FROM (SELECT key_id AS id, member_id FROM api_key UNION ALL SELECT client_id, member_id FROM oauth_client) maker
        WHERE made.member_id IS NULL AND maker.member_id IS NOT NULL
            AND made.created_by ~ '^(key|cli)_[0-9a-z]{26}$' AND maker.id = pg_temp.id_in(made.created_by);
        GET DIAGNOSTICS clients = ROW_COUNT;
        EXIT WHEN keys + clients = 0;
    END LOOP;
END
$$;
ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
ALTER TABLE oauth_client FORCE ROW LEVEL SECURITY;
"""

# A version stays as it was written. activation_id: what made the active version decide. stands_on: of an activation, the one
# that a rollback of it returns to; a version_id of NULL is the default that ships with the service.
_RULESETS = """
ALTER TABLE ruleset ADD COLUMN activation_id uuid, ADD COLUMN shadow_version uuid, ADD COLUMN shadow_since timestamptz,
    ADD FOREIGN KEY (environment_id, shadow_version) REFERENCES ruleset_version (environment_id, id);
ALTER TABLE ruleset_version ADD COLUMN author_member uuid;
ALTER TABLE ruleset_activation ALTER COLUMN version_id DROP NOT NULL, ADD COLUMN stands_on uuid,
    ADD COLUMN kind text NOT NULL DEFAULT 'activate' CHECK (kind IN ('activate', 'rollback', 'fall_back'));
CREATE INDEX ruleset_activation_newest ON ruleset_activation (environment_id, use_case, activated_at, id);

ALTER TABLE ruleset NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ruleset_activation NO FORCE ROW LEVEL SECURITY;
UPDATE ruleset_activation made SET stands_on = known.before
FROM (
    SELECT environment_id, id, lag(id) OVER (PARTITION BY environment_id, use_case ORDER BY activated_at, id) AS before
    FROM ruleset_activation
) known
WHERE known.environment_id = made.environment_id AND known.id = made.id;
UPDATE ruleset SET activation_id = (
    SELECT made.id FROM ruleset_activation made
    WHERE made.environment_id = ruleset.environment_id AND made.use_case = ruleset.use_case
    ORDER BY activated_at DESC, id DESC LIMIT 1
);
ALTER TABLE ruleset FORCE ROW LEVEL SECURITY;
ALTER TABLE ruleset_activation FORCE ROW LEVEL SECURITY;
"""

# ruleset_approval: what a member says of a version, which it names by its digest; each says each word once.
# ruleset_shadow_hour: what a version in the shadow would have said of live decisions, counted; nothing of any of them.
_TABLES = """
CREATE TABLE approval_policy (
    environment_id uuid PRIMARY KEY,
    required boolean NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    set_at timestamptz NOT NULL
);
CREATE TABLE ruleset_approval (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    version_id uuid NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    verdict text NOT NULL CHECK (verdict IN ('approve', 'refuse')),
    member_id uuid NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, version_id, member_id, verdict),
    FOREIGN KEY (environment_id, version_id) REFERENCES ruleset_version (environment_id, id)
);
CREATE TABLE ruleset_shadow_hour (
    environment_id uuid NOT NULL,
    version_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    was text NOT NULL,
    would_be text NOT NULL,
    currency text NOT NULL,
    use_case text NOT NULL,
    decisions bigint NOT NULL,
    failed bigint NOT NULL,
    amount_minor numeric NOT NULL,
    PRIMARY KEY (environment_id, version_id, hour, was, would_be, currency),
    FOREIGN KEY (environment_id, version_id) REFERENCES ruleset_version (environment_id, id)
);
"""


def upgrade() -> None:
    for script in (_CREDENTIALS, _RULESETS, _TABLES):
        run(op, script)
    protect(op, "approval_policy", grants="SELECT, INSERT, UPDATE")
    protect(op, "ruleset_approval", grants="SELECT, INSERT")
    protect(op, "ruleset_shadow_hour", grants="SELECT, INSERT, UPDATE")
