"""Alerts that a suppression silences; and whom an instance of a workflow and a case are about, whose key seals what is kept of them."""

from alembic import op

from migrations.policies import run

revision = "0044_silence_and_erasure"
down_revision = "0043_workflow_trials"
branch_labels = None
depends_on = None

# customer: the handle; NULL where it is about nobody, and of rows from before, which rest under the environment's key.
_UP = """
ALTER TABLE alert ADD COLUMN suppression_id uuid, DROP CONSTRAINT alert_state_check,
    ADD CONSTRAINT alert_state_check CHECK (state IN ('open', 'suppressed', 'acknowledged', 'resolved'));
ALTER TABLE workflow_instance ADD COLUMN customer uuid;
CREATE INDEX workflow_instance_customer ON workflow_instance (environment_id, customer)
    WHERE customer IS NOT NULL AND ended_at IS NULL;
ALTER TABLE review_case ADD COLUMN customer uuid;
"""
_DOWN = """
ALTER TABLE review_case DROP COLUMN customer;
ALTER TABLE workflow_instance DROP COLUMN customer;
DELETE FROM alert WHERE state = 'suppressed';
ALTER TABLE alert DROP COLUMN suppression_id, DROP CONSTRAINT alert_state_check,
    ADD CONSTRAINT alert_state_check CHECK (state IN ('open', 'acknowledged', 'resolved'));
"""


def upgrade() -> None:
    run(op, _UP)


def downgrade() -> None:
    run(op, _DOWN)
