"""Adapters of the ledger to what is outside: chosen in `app/wiring` only."""
