"""Feeds: payments come in from folders, published tables and other systems, without a developer."""
