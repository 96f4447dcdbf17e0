"""Releases: a version of a model, a ruleset and its thresholds that move together; approved, in the shadow, switched to and back."""

from alembic import op

from migrations.policies import protect, run

revision = "0046_releases"
down_revision = "0045_root_causes"
branch_labels = None
depends_on = None

# release: as it was made, never changed. ruleset_version: NULL for the default that ships with the service, which its digest
# names. promoted_from: the release of the sandbox that it is a copy of.
# release_shadow: what a release put into the shadow; whether it is still there is told by the deployment and the ruleset.
# release_switch: what was in force before and after, in the order of `number`. release_id: NULL where none is in force after a
# rollback. A deployment of NULL is the starter that nobody deployed, a ruleset version of NULL the default.
_TABLES = """
CREATE TABLE release (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    version_id uuid NOT NULL,
    model_digest bytea NOT NULL CHECK (octet_length(model_digest) = 32),
    ruleset_version uuid,
    rules_digest bytea NOT NULL CHECK (octet_length(rules_digest) = 32),
    thresholds text NOT NULL,
    author text NOT NULL,
    author_member uuid,
    reason text NOT NULL,
    created_at timestamptz NOT NULL,
    promoted_from uuid,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, use_case, number),
    FOREIGN KEY (environment_id, ruleset_version) REFERENCES ruleset_version (environment_id, id)
);
CREATE TABLE release_approval (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    release_id uuid NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    verdict text NOT NULL CHECK (verdict IN ('approve', 'refuse')),
    member_id uuid NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, release_id, member_id, verdict),
    FOREIGN KEY (environment_id, release_id) REFERENCES release (environment_id, id)
);
CREATE TABLE release_shadow (
    environment_id uuid NOT NULL,
    release_id uuid NOT NULL,
    deployment_id uuid,
    rules boolean NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (environment_id, release_id),
    FOREIGN KEY (environment_id, release_id) REFERENCES release (environment_id, id)
);
CREATE TABLE release_switch (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    kind text NOT NULL CHECK (kind IN ('activate', 'rollback')),
    release_id uuid,
    previous_release_id uuid,
    stands_on uuid,
    version_before uuid NOT NULL,
    ruleset_before uuid,
    deployment_after uuid,
    activation_after uuid,
    model_changed boolean NOT NULL,
    rules_changed boolean NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    switched_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id),
    UNIQUE (environment_id, use_case, number),
    FOREIGN KEY (environment_id, release_id) REFERENCES release (environment_id, id)
);
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "release", grants="SELECT, INSERT")
    protect(op, "release_approval", grants="SELECT, INSERT")
    protect(op, "release_shadow", grants="SELECT, INSERT, UPDATE")
    protect(op, "release_switch", grants="SELECT, INSERT")
