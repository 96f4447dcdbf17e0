"""Texts of messages get versions, and what providers ask for."""

from alembic import op

from migrations.policies import run

revision = "0042_message_texts"
down_revision = "0041_commission_statements"
branch_labels = None
depends_on = None

# message_template: a row never changes but for its end; what replaces it is a row of its own with the next number.
_CHANGES = """
DROP INDEX message_template_name;
ALTER TABLE message_template
    ADD COLUMN number integer NOT NULL,
    ADD COLUMN placeholders text[] NOT NULL,
    ADD COLUMN provider_template jsonb,
    ADD COLUMN ended_at timestamptz,
    ADD COLUMN ended_by text;
CREATE UNIQUE INDEX message_template_current
    ON message_template (environment_id, name, channel, language) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX message_template_number ON message_template (environment_id, name, channel, language, number);
"""


def upgrade() -> None:
    run(op, _CHANGES)
