"""Workflows: data that says what happens after an outcome, carried out so that it survives whatever dies."""
