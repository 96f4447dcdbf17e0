"""Two versions of a workflow side by side, why versions were activated, and whom new decisions are told to."""

from alembic import op

from migrations.policies import APP, protect, run

revision = "0043_workflow_trials"
down_revision = "0042_message_texts"
branch_labels = None
depends_on = None

# counted: how many instances ended how, as of the trial's end. trial_id: of a subject's first instance in it, which alone counts.
# starts_since: since when events of this kind start the workflow, by whichever version; null is since its activation.
# workflow_activation.version_id: null where nothing starts from then on.
_TABLES = """
CREATE TABLE workflow_trial (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    workflow_id uuid NOT NULL,
    control_version uuid NOT NULL,
    candidate_version uuid NOT NULL,
    share_percent smallint NOT NULL CHECK (share_percent BETWEEN 1 AND 90),
    success text[] NOT NULL,
    within_s integer NOT NULL CHECK (within_s > 0),
    fail_rise_max double precision NOT NULL,
    reason text NOT NULL,
    started_by text NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by text,
    ended_as text CHECK (ended_as IN ('adopted', 'kept', 'guardrail', 'replaced', 'deactivated')),
    ended_reason text,
    counted jsonb,
    PRIMARY KEY (environment_id, id),
    FOREIGN KEY (environment_id, workflow_id) REFERENCES workflow (environment_id, id),
    FOREIGN KEY (environment_id, control_version) REFERENCES workflow_version (environment_id, id),
    FOREIGN KEY (environment_id, candidate_version) REFERENCES workflow_version (environment_id, id)
);
CREATE UNIQUE INDEX workflow_trial_running ON workflow_trial (environment_id, workflow_id) WHERE ended_at IS NULL;

CREATE TABLE workflow_activation (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    workflow_id uuid NOT NULL,
    version_id uuid,
    previous_version_id uuid,
    actor text NOT NULL,
    reason text NOT NULL,
    activated_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, id),
    FOREIGN KEY (environment_id, workflow_id) REFERENCES workflow (environment_id, id)
);
CREATE INDEX workflow_activation_of ON workflow_activation (environment_id, workflow_id, id);

ALTER TABLE workflow ADD COLUMN starts_since timestamptz;
ALTER TABLE workflow_instance ADD COLUMN trial_id uuid, ADD COLUMN opened_case boolean NOT NULL DEFAULT false;
CREATE INDEX workflow_instance_trial ON workflow_instance (environment_id, trial_id, subject) WHERE trial_id IS NOT NULL;
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "workflow_trial", grants="SELECT, INSERT, UPDATE")
    protect(op, "workflow_activation", grants="SELECT, INSERT")
    # A place in the decisions is forgotten when nobody asks for them any more.
    run(op, f"GRANT DELETE ON workflow_cursor TO {APP}")
