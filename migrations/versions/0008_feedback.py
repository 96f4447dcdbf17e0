"""Tables of what comes back: feedback, the predictions it judges, hourly counts, drift, training jobs and their plans."""

from alembic import op

from migrations.policies import protect, run

revision = "0008_feedback"
down_revision = "0007_decision_record"
branch_labels = None
depends_on = None

# feedback: every truth that was ever told, never changed. subject: the payment it is about, else the decision.
# content: keyed digest of all that was sent; the same again is the same row. sealed: all that was sent.
# feedback_truth: what stands of a subject now: the latest observed, and of those the latest recorded.
# feedback_judged: a prediction whose truth is known, in the few columns that figures are made of.
_FEEDBACK = """
CREATE TABLE feedback (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    subject uuid NOT NULL,
    decision_id uuid,
    transaction_id uuid,
    customer uuid NOT NULL,
    happened boolean,
    value double precision,
    source text NOT NULL,
    observed_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    content bytea NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX feedback_content ON feedback (environment_id, use_case, subject, content);

CREATE TABLE feedback_truth (
    environment_id uuid NOT NULL,
    use_case text NOT NULL,
    subject uuid NOT NULL,
    feedback_id uuid NOT NULL,
    decision_id uuid,
    transaction_id uuid,
    customer uuid NOT NULL,
    happened boolean,
    value double precision,
    observed_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, use_case, subject)
);
CREATE INDEX feedback_truth_latest ON feedback_truth (environment_id, use_case, feedback_id);

CREATE TABLE feedback_judged (
    environment_id uuid NOT NULL,
    decision_id uuid NOT NULL,
    version_id uuid NOT NULL,
    role text NOT NULL,
    use_case text NOT NULL,
    outcome text,
    score integer,
    happened boolean,
    decided_at timestamptz NOT NULL,
    observed_at timestamptz NOT NULL,
    PRIMARY KEY (environment_id, decision_id, version_id)
);
CREATE INDEX feedback_judged_time ON feedback_judged (environment_id, use_case, decided_at);

CREATE INDEX decision_transaction ON decision (environment_id, transaction_id) WHERE transaction_id IS NOT NULL;
"""

# decision_hour: how many decisions a version made in an hour, and a uniform sample of them (see docs/decisions).
# drift_cursor: up to which decision the hours are counted. drift_reference: sorted values, sealed with the tenant's key.
_DRIFT = """
CREATE TABLE decision_hour (
    environment_id uuid NOT NULL,
    use_case text NOT NULL,
    version_id uuid NOT NULL,
    role text NOT NULL,
    hour timestamptz NOT NULL,
    decided integer NOT NULL,
    degraded integer NOT NULL,
    sample uuid[] NOT NULL,
    PRIMARY KEY (environment_id, use_case, version_id, role, hour)
);
CREATE TABLE drift_cursor (
    environment_id uuid NOT NULL PRIMARY KEY,
    counted_to uuid NOT NULL
);
CREATE TABLE drift_reference (
    environment_id uuid NOT NULL,
    version_id uuid NOT NULL,
    origin text NOT NULL,
    rows integer NOT NULL,
    created_at timestamptz NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (environment_id, version_id)
);
CREATE TABLE drift_report (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    version_id uuid NOT NULL,
    role text NOT NULL,
    verdict text NOT NULL,
    measured_at timestamptz NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (environment_id, id)
);
CREATE INDEX drift_report_version ON drift_report (environment_id, use_case, version_id, role, id);
"""

_TRAINING = """
CREATE TABLE training_job (
    environment_id uuid NOT NULL,
    id uuid NOT NULL,
    use_case text NOT NULL,
    request jsonb NOT NULL,
    trigger text NOT NULL,
    state text NOT NULL,
    step text NOT NULL,
    share real NOT NULL,
    row_count integer,
    positives integer,
    version_id uuid,
    deployment_id uuid,
    refused text,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    started_at timestamptz,
    beat_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (environment_id, id)
);
CREATE UNIQUE INDEX training_job_open ON training_job (environment_id, use_case)
    WHERE state IN ('queued', 'running');
CREATE TABLE retraining_plan (
    environment_id uuid NOT NULL,
    use_case text NOT NULL,
    plan jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL,
    next_at timestamptz,
    PRIMARY KEY (environment_id, use_case)
);
"""


def upgrade() -> None:
    for script in (_FEEDBACK, _DRIFT, _TRAINING):
        run(op, script)
    protect(op, "feedback", grants="SELECT, INSERT")
    protect(op, "feedback_truth", grants="SELECT, INSERT, UPDATE")
    protect(op, "feedback_judged")
    protect(op, "decision_hour")
    protect(op, "drift_cursor")
    protect(op, "drift_reference")
    protect(op, "drift_report")
    protect(op, "training_job")
    protect(op, "retraining_plan")
