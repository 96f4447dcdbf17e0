"""Webhooks of ours, after Standard Webhooks 1.0.0: endpoints, signed messages, deliveries that are tried for three days."""
