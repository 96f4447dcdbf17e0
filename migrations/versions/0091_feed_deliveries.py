"""Feeds of other systems' webhooks: what names a delivery, and whether whole numbers are minor units."""

from alembic import op

from migrations.policies import run

revision = "0091_feed_deliveries"
down_revision = "0080_sandbox_reset"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(
        op,
        "ALTER TABLE feed ADD COLUMN delivery_field text, ADD COLUMN minor_units boolean NOT NULL DEFAULT false;",
    )


def downgrade() -> None:
    run(op, "ALTER TABLE feed DROP COLUMN delivery_field, DROP COLUMN minor_units;")
