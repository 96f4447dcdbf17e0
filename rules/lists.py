"""The use cases of lists: make one, put values on it and take them off, ask who is on it."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from uuid import UUID

from core import intake
from core.clock import Clock, to_micros
from core.database import Database, Transaction
from core.errors import FieldError
from core.ids import public, uuid7
from core.pages import Page, page_of
from rules import list_store
from rules.facts import LISTS
from rules.list_entities import (
    ENTRIES_MAX,
    ENTRY_PREFIX,
    LIST_ENTRIES_MAX,
    LISTS_MAX,
    OTHERS_SHOWN_MAX,
    PREFIX,
    ExpiryPast,
    ListChange,
    ListComparison,
    ListEntry,
    ListEntryNotFound,
    ListFull,
    ListNotFound,
    ListRead,
    ListTaken,
    NewEntry,
    NewList,
    RuleList,
    digest_of,
    fact_of,
)
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults

EXPIRED_KEPT = dt.timedelta(days=1)


class Lists:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def create(self, caller: Principal, wanted: NewList) -> RuleList:
        """Make an empty list. Raises: PermissionDenied, ListTaken, ListFull."""
        caller.require(Permission.LISTS_WRITE)
        now = self._clock.now()
        made = RuleList(
            environment_id=caller.environment_id, id=uuid7(self._clock), name=wanted.name, kind=wanted.kind,
            description=wanted.description, entry_count=0, changes=0, created_at=now, created_by=caller.id, changed_at=now,
        )  # fmt: skip
        async with self._database.transaction(caller.environment_id) as tx:
            await list_store.lock_all(tx, caller.environment_id)
            lists, _ = await list_store.count(tx, caller.environment_id)
            if lists >= LISTS_MAX:
                raise ListFull(f"An environment has {LISTS_MAX} lists at most.")
            if not await list_store.insert(tx, made):
                raise ListTaken(f"There is a list `{wanted.name}`.")
            await self._log(tx, caller, "list.create.v1", made)
        return made

    async def list(self, caller: Principal, after: UUID | None, limit: int) -> Page[RuleList]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.RULES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await list_store.page(tx, caller.environment_id, after, limit + 1)
        return page_of(rows, limit, lambda row: public(PREFIX, row.id))

    async def get(self, caller: Principal, list_id: UUID) -> RuleList:
        """Raises: PermissionDenied, ListNotFound."""
        caller.require(Permission.RULES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            return _there(await list_store.find(tx, caller.environment_id, list_id), list_id)

    async def delete(self, caller: Principal, list_id: UUID) -> RuleList:
        """Drop a list that no version of a ruleset reads, with its entries. Raises: PermissionDenied, ListNotFound, ListRead."""
        caller.require(Permission.LISTS_WRITE)
        async with self._database.transaction(caller.environment_id) as tx:
            found = _there(await list_store.lock(tx, caller.environment_id, list_id), list_id)
            reader = await list_store.read_by(tx, caller.environment_id, found.fact)
            if reader is not None:
                use_case, number = reader
                raise ListRead(f"Version {number} of the ruleset of {use_case} reads this list.")
            await list_store.drop(tx, caller.environment_id, list_id)
            await self._log(tx, caller, "list.delete.v1", found)
        return found

    async def add(
        self, caller: Principal, list_id: UUID, given: Sequence[NewEntry], reason: str
    ) -> ListChange:
        """Put values on a list, or give those that are on it another end and reason; all of them or none.

        Decisions follow within a second. What is there just so already is left alone, and a change of nothing is not logged.
        Raises: PermissionDenied, ListNotFound, ListFull, ExpiryPast.
        """
        caller.require(Permission.LISTS_WRITE)
        now = self._clock.now()
        _check_ends(given, now)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            await list_store.lock_all(tx, caller.environment_id)
            found = _there(await list_store.lock(tx, caller.environment_id, list_id), list_id)
            entries = [
                ListEntry(
                    id=uuid7(self._clock), digest=digest_of(vault, found.kind, each.value), expires_at=each.expires_at,
                    reason=each.reason or reason, added_at=now, added_by=caller.id,
                )
                for each in {each.value: each for each in given}.values()
            ]  # fmt: skip
            known = await list_store.known(
                tx, found.environment_id, list_id, [each.digest for each in entries]
            )
            changed = [each for each in entries if not _same(known.get(each.digest), each)]
            added = sum(each.digest not in known for each in changed)
            if not changed:
                return _change(found, unchanged=len(given))
            dropped = await list_store.drop_expired(tx, found.environment_id, list_id, now - EXPIRED_KEPT)
            await self._check_room(tx, found, added - dropped)
            await list_store.put(tx, found.environment_id, list_id, changed)
            count = await list_store.changed(tx, found.environment_id, list_id, added - dropped, now)
            await self._log(tx, caller, "list.add.v1", found, changed)
        return ListChange(
            list_id=list_id, added=added, updated=len(changed) - added, removed=0,
            unchanged=len(given) - len(changed), entry_count=count,
        )  # fmt: skip

    async def remove(self, caller: Principal, list_id: UUID, values: Sequence[str]) -> ListChange:
        """Take values off a list; those that are not on it change nothing. Raises: PermissionDenied, ListNotFound."""
        caller.require(Permission.LISTS_WRITE)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            found = _there(await list_store.lock(tx, caller.environment_id, list_id), list_id)
            digests = sorted({digest_of(vault, found.kind, each) for each in values})
            known = await list_store.known(tx, found.environment_id, list_id, digests)
            if not known:
                return _change(found, unchanged=len(values))
            removed = await list_store.remove(tx, found.environment_id, list_id, digests)
            count = await list_store.changed(tx, found.environment_id, list_id, -removed, self._clock.now())
            await self._log(tx, caller, "list.remove.v1", found, list(known.values()))
        return ListChange(
            list_id=list_id,
            added=0,
            updated=0,
            removed=removed,
            unchanged=len(values) - removed,
            entry_count=count,
        )

    async def entries(
        self, caller: Principal, list_id: UUID, after: UUID | None, limit: int
    ) -> Page[ListEntry]:
        """Newest first, without those that have expired. Raises: PermissionDenied, ListNotFound."""
        caller.require(Permission.RULES_READ)
        async with self._database.transaction(caller.environment_id) as tx:
            _there(await list_store.find(tx, caller.environment_id, list_id), list_id)
            rows = await list_store.entries(
                tx, caller.environment_id, list_id, after, self._clock.now(), limit + 1
            )
        return page_of(rows, limit, lambda row: public(ENTRY_PREFIX, row.id))

    async def find(self, caller: Principal, list_id: UUID, value: str) -> ListEntry:
        """Say whether a value is on a list now, and why. Raises: PermissionDenied, ListNotFound, ListEntryNotFound."""
        caller.require(Permission.RULES_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            found = _there(await list_store.find(tx, caller.environment_id, list_id), list_id)
            digest = digest_of(vault, found.kind, value)
            entry = await list_store.find_entry(tx, caller.environment_id, list_id, digest, self._clock.now())
        if entry is None:
            raise ListEntryNotFound("This value is not on the list.")
        return entry

    async def compare(self, caller: Principal, list_id: UUID, values: Sequence[str]) -> ListComparison:
        """Say which of the caller's own values are on a list, and which entries are none of them; the list itself knows no values.

        Raises: PermissionDenied, ListNotFound.
        """
        caller.require(Permission.RULES_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            found = _there(await list_store.find(tx, caller.environment_id, list_id), list_id)
            digests = {value: digest_of(vault, found.kind, value) for value in values}
            where = (tx, caller.environment_id, list_id, list(digests.values()), self._clock.now())
            alive = await list_store.alive(*where)
            count, others = await list_store.others(*where, OTHERS_SHOWN_MAX)
        missing = [value for value, digest in digests.items() if digest not in alive]
        return ListComparison(
            on_list=len(digests) - len(missing), missing=missing, other_count=count, others=others
        )

    async def _check_room(self, tx: Transaction, found: RuleList, more: int) -> None:
        """Raises: ListFull."""
        if found.entry_count + more > LIST_ENTRIES_MAX:
            raise ListFull(
                f"A list has {LIST_ENTRIES_MAX:,} entries at most; this one has {found.entry_count:,}."
            )
        _, everywhere = await list_store.count(tx, found.environment_id)
        if everywhere + more > ENTRIES_MAX:
            raise ListFull(f"The lists of an environment have {ENTRIES_MAX:,} entries at most.")

    async def _log(
        self, tx: Transaction, caller: Principal, typ: str, found: RuleList, changed: Sequence[ListEntry] = ()
    ) -> None:
        """Append the one entry of a change. rules: SHA-256 over what was changed, by digest and end."""
        await intake.append(
            tx,
            intake.Entry(
                typ=typ, log=caller.environment_id, eid=uuid7(self._clock), at=self._clock.now(), act=caller.id,
                out=found.kind, rules=_digest_of(changed) if changed else None, refs=(found.id,),
            ),
        )  # fmt: skip


def _check_ends(given: Sequence[NewEntry], now: dt.datetime) -> None:
    refused = [
        FieldError(f"entries[{at}].expires_at", "It has passed.", "Name a moment to come.")
        for at, each in enumerate(given)
        if each.expires_at is not None and each.expires_at <= now
    ]
    if refused:
        raise ExpiryPast("An entry would have expired already.", fields=refused[:50])


def _same(known: ListEntry | None, wanted: ListEntry) -> bool:
    return known is not None and (known.expires_at, known.reason) == (wanted.expires_at, wanted.reason)


def _change(found: RuleList, *, unchanged: int) -> ListChange:
    return ListChange(
        list_id=found.id, added=0, updated=0, removed=0, unchanged=unchanged, entry_count=found.entry_count
    )


def _digest_of(changed: Sequence[ListEntry]) -> bytes:
    hashed = hashlib.sha256()
    for each in sorted(changed, key=lambda entry: entry.digest):
        end = 0 if each.expires_at is None else to_micros(each.expires_at)
        hashed.update(each.digest + end.to_bytes(8, "big", signed=True))
    return hashed.digest()


def _there(found: RuleList | None, list_id: UUID) -> RuleList:
    if found is None:
        raise ListNotFound("No such list in this environment.", internal=f"{list_id=}")
    return found


async def names_read(tx: Transaction, environment_id: UUID) -> list[str]:
    """Return what rules call each list of an environment."""
    return [fact_of(name, kind) for name, kind in await list_store.names(tx, environment_id)]


async def hold_lists(tx: Transaction, environment_id: UUID, facts: Sequence[str]) -> None:
    """Let nobody drop the lists that a ruleset reads before it is kept. Raises: ListNotFound, where one was dropped just now."""
    named = {fact.split(".")[1] for fact in facts if fact.startswith(f"{LISTS}.")}
    if named - await list_store.held(tx, environment_id, sorted(named)) if named else False:
        raise ListNotFound("A list that the ruleset reads was dropped while it was checked.")
