"""Rulesets as spreadsheets, both ways: one table as CSV, a whole ruleset as XLSX."""
