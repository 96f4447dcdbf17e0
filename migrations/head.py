"""The newest revision, told without importing Alembic: a start that has nothing to migrate must not pay for it."""

HEAD = "0092_sandbox_clock"
