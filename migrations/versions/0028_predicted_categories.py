"""Categories that were predicted of imported payments, beside what the tenant said and never in its place."""

from alembic import op

from migrations.policies import run

revision = "0028_predicted_categories"
down_revision = "0027_passed_over"
branch_labels = None
depends_on = None

# predicted_by: the digest of the version that told it.
_COLUMNS = """
ALTER TABLE payment_transaction
    ADD COLUMN predicted_category text,
    ADD COLUMN predicted_source text CHECK (predicted_source IN ('lookup', 'model')),
    ADD COLUMN predicted_by bytea CHECK (octet_length(predicted_by) = 32),
    ADD CONSTRAINT predicted_whole CHECK (num_nonnulls(predicted_category, predicted_source, predicted_by) IN (0, 3));
"""


def upgrade() -> None:
    run(op, _COLUMNS)


def downgrade() -> None:
    run(
        op,
        "ALTER TABLE payment_transaction DROP COLUMN predicted_category, DROP COLUMN predicted_source, DROP COLUMN predicted_by;",
    )
