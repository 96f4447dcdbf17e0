"""Deployments with a role, a share and a segment; what a decision keeps of its own; shadow predictions; experiments."""

from alembic import op

from migrations.policies import protect, run

revision = "0009_deployments"
down_revision = "0008_feedback"
branch_labels = None
depends_on = None

# segment: '' for everybody. replaces: the champion that answered before, which a rollback brings back.
_DEPLOYMENT = """
ALTER TABLE deployment
    ADD COLUMN role text NOT NULL DEFAULT 'champion' CHECK (role IN ('champion', 'challenger', 'shadow')),
    ADD COLUMN segment text NOT NULL DEFAULT '',
    ADD COLUMN share_percent smallint NOT NULL DEFAULT 100 CHECK (share_percent BETWEEN 0 AND 100),
    ADD COLUMN guardrails jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN replaces uuid,
    ADD COLUMN origin text NOT NULL DEFAULT 'deployed',
    ADD COLUMN ended_by text,
    ADD COLUMN ended_reason text;
DROP INDEX deployment_active;
CREATE UNIQUE INDEX deployment_active ON deployment (environment_id, use_case, segment, role) WHERE retired_at IS NULL;
"""

# deployment_id: null where a starter answered that nobody deployed. run_us: what the model's run took.
_DECISION = """
ALTER TABLE decision
    ADD COLUMN deployment_id uuid,
    ADD COLUMN role text NOT NULL DEFAULT 'champion',
    ADD COLUMN run_us integer;
"""

# shadow_prediction: what a shadow would have said; ids and scores, as in `decision`. score: null when it could not say.
# experiment: what is summed up of a challenger and its champion, up to `settled_to`; what is younger is read each time.
_TABLES = """
CREATE TABLE shadow_prediction (
    environment_id uuid NOT NULL,
    deployment_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    version_id uuid NOT NULL,
    use_case text NOT NULL,
    score integer,
    outcome text NOT NULL,
    run_us integer,
    scored_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, deployment_id, decision_id)
);
CREATE TABLE experiment (
    environment_id uuid NOT NULL,
    deployment_id uuid NOT NULL,
    settled_to uuid NOT NULL,
    champion jsonb NOT NULL,
    challenger jsonb NOT NULL,
    PRIMARY KEY (environment_id, deployment_id)
);
"""


def upgrade() -> None:
    for script in (_DEPLOYMENT, _DECISION, _TABLES):
        run(op, script)
    run(op, "GRANT UPDATE (ended_by, ended_reason) ON deployment TO countermark_app")
    protect(op, "shadow_prediction", grants="SELECT, INSERT, DELETE")
    protect(op, "experiment", grants="SELECT, INSERT, UPDATE, DELETE")
