"""Attempts at gateways as facts, what their failures have in common, and how well each gateway is."""
