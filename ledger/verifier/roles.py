"""Who held what, and from when to when, rebuilt from the entries of logs: members' roles, API keys, clients, auditors' access.

Members belong to a tenant, and an entry stands in the log of the environment from which somebody acted: give the bundles of
both environments for the whole history. Entries hold ids, never names: who `mbr_…` is, the tenant tells.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ledger.verifier import identifiers
from ledger.verifier.entries import Entry, read_entry

INVITED, UNINVITED, JOINED = "member.invite.v1", "member.uninvite.v1", "member.join.v1"
ROLE_CHANGED, REMOVED = "member.role.v1", "member.remove.v1"
KEY_MADE, KEY_ROTATED, KEY_REVOKED = "key.create.v1", "key.rotate.v1", "key.revoke.v1"
CLIENT_MADE, CLIENT_REVOKED = "client.create.v1", "client.revoke.v1"
GRANTED, GRANT_REVOKED = "access.grant.v1", "access.revoke.v1"
TYPES = frozenset(
    {
        *(INVITED, UNINVITED, JOINED, ROLE_CHANGED, REMOVED),
        *(KEY_MADE, KEY_ROTATED, KEY_REVOKED, CLIENT_MADE, CLIENT_REVOKED, GRANTED, GRANT_REVOKED),
    }
)
_UNKNOWN = "not told"
_PREFIXES = {KEY_MADE: "key", CLIENT_MADE: "cli", GRANTED: "acg"}
_ENDS = {KEY_REVOKED: "key", CLIENT_REVOKED: "cli", GRANT_REVOKED: "acg"}


@dataclass(frozen=True)
class Holding:
    """What one holder held in one stretch of time.

    holder: public id. held: a role, or scopes with spaces between. since, until: microseconds; until is None for "still".
    given_by, taken_by: public ids of who did it.
    """

    holder: str
    held: str
    since_us: int
    given_by: str
    until_us: int | None = None
    taken_by: str | None = None


class History:
    """Takes entries in the order of time, and tells what was held."""

    def __init__(self) -> None:
        self._ended: list[Holding] = []
        self._open: dict[str, Holding] = {}
        self._invited: dict[bytes, tuple[str, str]] = {}

    def holdings(self) -> list[Holding]:
        """Every stretch, by its beginning."""
        return sorted([*self._ended, *self._open.values()], key=lambda one: (one.since_us, one.holder))

    def take(self, entry: Entry) -> None:
        """Take the next entry; one of another kind, or one that names nobody, changes nothing."""
        if not entry.refs:
            return
        if entry.typ in _PREFIXES:
            self._begin(_id(_PREFIXES[entry.typ], entry.refs[0]), _held(entry), entry)
        elif entry.typ in _ENDS:
            self._end(_id(_ENDS[entry.typ], entry.refs[0]), entry)
        elif entry.typ == KEY_ROTATED and len(entry.refs) > 1:
            old = self._open.get(
                _id("key", entry.refs[0])
            )  # works until its grace period ends, which is not in the entry
            self._begin(_id("key", entry.refs[1]), entry.out or (old.held if old else _UNKNOWN), entry)
        else:
            self._take_of_member(entry)

    def _take_of_member(self, entry: Entry) -> None:
        if entry.typ == INVITED:
            self._invited[entry.refs[0]] = entry.out or _UNKNOWN, entry.act
        elif entry.typ == UNINVITED:
            self._invited.pop(entry.refs[0], None)
        elif entry.typ == JOINED:
            role, by = self._invited.pop(entry.refs[-1], (_UNKNOWN, entry.act))
            self._begin(_id("mbr", entry.refs[0]), entry.out or role, entry, by=by)
        elif entry.typ in {ROLE_CHANGED, REMOVED}:
            self._end(_id("mbr", entry.refs[0]), entry)
            if entry.typ == ROLE_CHANGED:
                self._begin(_id("mbr", entry.refs[0]), entry.out or _UNKNOWN, entry)

    def _begin(self, holder: str, held: str, entry: Entry, by: str | None = None) -> None:
        self._open[holder] = Holding(holder, held, entry.ts, by or entry.act)

    def _end(self, holder: str, entry: Entry) -> None:
        before = self._open.pop(holder, None)
        if before is not None:
            self._ended.append(replace(before, until_us=entry.ts, taken_by=entry.act))


def history_of(logs: Iterable[Sequence[tuple[int, bytes]]]) -> list[Holding]:
    """Rebuild the history from the notable entries (index and bytes) of one log or of several of one tenant."""
    entries = [read_entry(data) for log in logs for _, data in log]
    history = History()
    for entry in sorted((one for one in entries if one.typ in TYPES), key=lambda one: (one.ts, one.eid)):
        history.take(entry)
    return history.holdings()


def line_of(one: Holding) -> str:
    """Write one stretch for people."""
    until = f"{_time(one.until_us)} by {one.taken_by}" if one.until_us is not None else "now"
    return f"{one.holder}  {one.held}  from {_time(one.since_us)} by {one.given_by}  to {until}"


def _held(entry: Entry) -> str:
    if entry.typ == GRANTED:
        holder = _id("mbr", entry.refs[1]) if len(entry.refs) > 1 else _UNKNOWN
        return entry.out or f"access of {holder}"
    return entry.out or _UNKNOWN


def _id(prefix: str, ref: bytes) -> str:
    return identifiers.write(prefix, ref)


def _time(micros: int) -> str:
    try:
        return (dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(microseconds=micros)).isoformat()
    except OverflowError:
        return f"microsecond {micros}, beyond any calendar"
