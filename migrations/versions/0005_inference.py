"""Tables of `inference/`."""

revision = "0005_inference"
down_revision = "0004_rules"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
