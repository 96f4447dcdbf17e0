"""Tables of `payments/`."""

revision = "0003_payments"
down_revision = "0002_tenants"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
