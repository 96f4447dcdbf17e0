"""An erasure: that a person was forgotten, and which entries of the ledger had committed to what was known of them."""

import datetime as dt
from uuid import UUID

import msgspec

REFS_MAX = 900
"""Eids that an entry names itself: 17 bytes each, of the 16,384 that it may have."""


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """id: of its entry in the ledger, too. entries: how many entries committed to something of theirs. rows: cleared so far.

    cleared_at: when the last row was cleared; what it held could not be read from `erased_at` on. None while rows are left.
    """

    id: UUID
    erased_at: dt.datetime
    erased_by: str
    entries: int
    rows: int
    cleared_at: dt.datetime | None
