"""The operations that a run on one machine shows refused alone, each with the reason. Everything else must succeed in it."""

REFUSED_ALONE: dict[str, str] = {
    "getDriftReport": "a version is measured when it decided 200 times over hours; the first report is hours away",
}
WITHOUT_CHAIN: dict[str, str] = {
    "getLedgerAnchor": "anvil is not there (`cd contracts && npm ci --ignore-scripts`, Linux on x86-64), so no epoch is anchored",
}
"""The same of a machine that runs no chain."""
