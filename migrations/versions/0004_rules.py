"""Tables of `rules/`."""

revision = "0004_rules"
down_revision = "0003_payments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
