"""What the scores of a version in the shadow are ruled by, where that is not what decides."""

from alembic import op

from migrations.policies import run

revision = "0047_shadow_ruleset"
down_revision = "0046_releases"
branch_labels = None
depends_on = None

# ruleset_version: of a shadow that is part of a release; NULL for what decides.
_UP = """
ALTER TABLE deployment ADD COLUMN ruleset_version uuid,
    ADD CONSTRAINT deployment_ruleset_of_shadow CHECK (ruleset_version IS NULL OR role = 'shadow');
"""
_DOWN = "ALTER TABLE deployment DROP COLUMN ruleset_version"


def upgrade() -> None:
    run(op, _UP)


def downgrade() -> None:
    run(op, _DOWN)
