"""The operations that a run on one machine shows refused alone, each with the reason. Everything else must succeed in it."""

REFUSED_ALONE: dict[str, str] = {
    "getDriftReport": "a version is measured when it decided 200 times over hours; the first report is hours away",
    "getLedgerAnchor": "no chain is connected, so no epoch is anchored",
}
