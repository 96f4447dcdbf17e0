"""Entries by kind, time and actor, in the log's order. The log has no index for it but its order, which times follow.

A page looks at 50,000 entries at most: where few match, it is short, and says where to go on.
"""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

import cbor2
import msgspec

from core.clock import to_micros
from core.database import Transaction
from ledger import store
from ledger.store import EntryRow
from ledger.verifier.entries import Entry, read_entry
from ledger.verifier.scan import CLOCK_TOLERANCE_US
from tenants.principals import LogPart

LOOKED_AT_MAX = 50_000


class EntryFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. since, until: of the entry's own time, from and before. types: any of them. None or empty: all."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    types: tuple[str, ...] = ()
    actor: str | None = None

    def within(self, part: LogPart | None) -> "EntryFilter":
        """Narrow it to the part of the log that a caller was given."""
        if part is None:
            return self
        since = max((each for each in (self.since, part.since) if each is not None), default=None)
        until = min((each for each in (self.until, part.until) if each is not None), default=None)
        types = self.types or part.types
        if part.types:
            types = tuple(each for each in types if each in part.types) or ("",)
        return EntryFilter(since=since, until=until, types=types, actor=self.actor)

    @property
    def everything(self) -> bool:
        return self == EntryFilter()

    def takes(self, entry: Entry) -> bool:
        return (
            (self.since is None or entry.ts >= to_micros(self.since))
            and (self.until is None or entry.ts < to_micros(self.until))
            and (not self.types or entry.typ in self.types)
            and (self.actor is None or entry.act == self.actor)
        )


class Found(msgspec.Struct, frozen=True):
    """rows: at most as many as asked for, oldest first. reached: the last entry that was looked at; None at the log's end."""

    rows: list[EntryRow]
    reached: EntryRow | None


async def search(tx: Transaction, environment_id: UUID, wanted: EntryFilter, first: int, limit: int) -> Found:
    """Look from an index on for entries that are wanted."""
    size = await store.size(tx, environment_id)
    if wanted.since is not None:
        first = max(first, await _first_since(tx, environment_id, to_micros(wanted.since), size))
    end = min(size, first + LOOKED_AT_MAX)
    needles = [cbor2.dumps("typ") + cbor2.dumps(typ) for typ in wanted.types]
    actor = None if wanted.actor is None else cbor2.dumps("act") + cbor2.dumps(wanted.actor)
    rows: list[EntryRow] = []
    at = first
    while at < end and len(rows) < limit:
        some = await store.entries_with(tx, environment_id, range(at, end), needles, actor, limit + 1)
        for row in some:
            at = (row.idx or 0) + 1
            entry = read_entry(row.entry)
            if wanted.until is not None and entry.ts >= to_micros(wanted.until) + CLOCK_TOLERANCE_US:
                return Found(rows, None)
            if wanted.takes(entry):
                rows.append(row)
                if len(rows) == limit:
                    break
        else:
            if len(some) <= limit:
                at = end
    if at >= size:
        return Found(rows, None)
    return Found(rows, await _row_at(tx, environment_id, at - 1))


async def _first_since(tx: Transaction, environment_id: UUID, since_us: int, size: int) -> int:
    """The index before which every entry is older, by halving: times follow the order, but for the tolerance of clocks."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        row = await _row_at(tx, environment_id, middle)
        if row is not None and read_entry(row.entry).ts < since_us - CLOCK_TOLERANCE_US:
            low = middle + 1
        else:
            high = middle
    return low


async def _row_at(tx: Transaction, environment_id: UUID, index: int) -> EntryRow | None:
    rows: Sequence[EntryRow] = await store.entries_from(tx, environment_id, index, 1)
    return rows[0] if rows else None
