"""Who may call: tenants, members, credentials, limits, and the vault that keeps their personal data."""
