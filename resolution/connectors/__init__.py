"""Connectors: other services that a tenant has an account with, called with its own credentials and no further than it allowed."""
