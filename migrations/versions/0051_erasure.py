"""Erasures of people: that they were erased, what is left to clear, and the entries that were too many to be named in one."""

from alembic import op

from core.roles import APP
from migrations.policies import protect, run

revision = "0051_erasure"
down_revision = "0050_anchors"
branch_labels = None
depends_on = None

# document_eids: of the entries that told which documents a payout waits for, which an erasure of its payee names.
# customer: the handle, until nothing is left to clear. bound: rows with greater ids came after the erasure.
_TABLES = """
CREATE TABLE erasure (
    environment_id uuid NOT NULL, id uuid NOT NULL, customer uuid, bound uuid NOT NULL, erased_at timestamptz NOT NULL,
    erased_by text NOT NULL, entries bigint NOT NULL, rows bigint NOT NULL, cleared_at timestamptz,
    PRIMARY KEY (environment_id, id),
    CHECK ((customer IS NULL) = (cleared_at IS NOT NULL))
);
CREATE INDEX erasure_left ON erasure (environment_id, id) WHERE cleared_at IS NULL;
CREATE TABLE erasure_entry_list (
    environment_id uuid NOT NULL, erasure_id uuid NOT NULL, number integer NOT NULL, eids uuid[] NOT NULL,
    PRIMARY KEY (environment_id, erasure_id, number)
);
ALTER TABLE payout ADD COLUMN document_eids uuid[] NOT NULL DEFAULT '{}';
CREATE INDEX feedback_customer ON feedback (environment_id, customer);
CREATE INDEX feedback_truth_customer ON feedback_truth (environment_id, customer);
CREATE INDEX review_case_customer ON review_case (environment_id, customer) WHERE customer IS NOT NULL;
CREATE INDEX workflow_instance_person ON workflow_instance (environment_id, customer) WHERE customer IS NOT NULL;
"""
# What is written once may be cleared of who it was about, and of nothing else.
_GRANTS = f"""
GRANT UPDATE (customer, sealed, region, segment) ON decision TO {APP};
GRANT DELETE ON decision_explanation TO {APP};
GRANT UPDATE (customer, content, sealed) ON feedback TO {APP};
GRANT UPDATE (external, content, sealed) ON payout_event TO {APP};
GRANT UPDATE (partner, external, content, sealed) ON commission_agreement, commission_statement TO {APP};
GRANT UPDATE (note) ON commission_statement_step TO {APP};
"""
_DOWN = f"""
REVOKE UPDATE (note) ON commission_statement_step FROM {APP};
REVOKE UPDATE (partner, external, content, sealed) ON commission_agreement, commission_statement FROM {APP};
REVOKE UPDATE (external, content, sealed) ON payout_event FROM {APP};
REVOKE UPDATE (customer, content, sealed) ON feedback FROM {APP};
REVOKE DELETE ON decision_explanation FROM {APP};
REVOKE UPDATE (customer, sealed, region, segment) ON decision FROM {APP};
DROP INDEX workflow_instance_person;
DROP INDEX review_case_customer;
DROP INDEX feedback_truth_customer;
DROP INDEX feedback_customer;
ALTER TABLE payout DROP COLUMN document_eids;
DROP TABLE erasure_entry_list;
DROP TABLE erasure;
"""


def upgrade() -> None:
    run(op, _TABLES)
    protect(op, "erasure", grants="SELECT, INSERT, UPDATE")
    protect(op, "erasure_entry_list", grants="SELECT, INSERT")
    run(op, _GRANTS)


def downgrade() -> None:
    run(op, _DOWN)
