"""What reasons say of declared features, by language."""

from alembic import op

from migrations.policies import run

revision = "0021_feature_texts"
down_revision = "0020_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(op, "ALTER TABLE feature_declaration ADD COLUMN texts text NOT NULL DEFAULT '{}';")


def downgrade() -> None:
    run(op, "ALTER TABLE feature_declaration DROP COLUMN texts;")
