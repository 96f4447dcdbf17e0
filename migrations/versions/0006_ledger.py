"""Tables of `ledger/`."""

revision = "0006_ledger"
down_revision = "0005_inference"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
