"""Erasing a person (GDPR Article 17): their key goes, at once and for good, and all that rested under it after it.

What the log holds stays: its commitments can be neither opened nor guessed without the key, and every receipt, proof and
export of before still verifies. Source: docs/decisions/0007, 0052.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from core import idempotency, intake
from core.clock import Clock, ahead, to_micros
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from core.ids import public, uuid7
from core.pages import Page, page_of
from core.rounds import in_turn
from ledger import erasure_lists
from payments.holdings import bulks_of
from resolution.erasure import store
from resolution.erasure.entities import REFS_MAX, Erasure
from resolution.erasure.holdings import HOLDINGS
from tenants import subjects
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vaults import Vaults

EVERY_S = 20.0
SETTLED_S = 60.0
"""A request that read the key before it went may commit after: rows are looked for once more this long after."""

_AT_ONCE = 1_000
_FACTS_AT_ONCE = 5_000
_MARGIN_MS = 5_000
_LOWEST_ID = UUID(int=0)
_HIGHEST_ID = UUID(int=(1 << 128) - 1)


class ErasureNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "erasure_not_found"


class Erasures:
    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def erase(self, caller: Principal, customer_id: str) -> Erasure | None:
        """Delete the key of a customer, payee or partner, and clear what rested under it; many rows are left to the worker.

        customer_id: the caller's own id. Returns: None when nothing is known of them, as after an erasure.
        Raises: PermissionDenied.
        """
        caller.require(Permission.CUSTOMERS_ERASE)
        environment_id = caller.environment_id
        vault = await self._vaults.of(environment_id)
        customer = vault.handle(customer_id)
        async with self._database.transaction(environment_id) as tx:
            if not await subjects.lock(tx, environment_id, customer):
                await idempotency.claim(tx)
                return None
            eids = await self._committed(tx, environment_id, customer)
            await subjects.delete(tx, environment_id, customer)
            now = self._clock.now()
            bound = UUID(int=(to_micros(now) // 1_000 + _MARGIN_MS) << 80)
            left = store.Left(uuid7(self._clock), customer, bound, now)
            rows = await _clear(tx, environment_id, customer, _HIGHEST_ID)
            await store.add(tx, environment_id, left, caller.id, len(eids), rows)
            if len(eids) > REFS_MAX:
                await erasure_lists.keep(tx, environment_id, left.id, eids)
            await intake.append(tx, _entry(caller, left, eids))
        vault.forget()
        return Erasure(
            id=left.id, erased_at=now, erased_by=caller.id, entries=len(eids), rows=rows, cleared_at=None
        )

    async def get(self, caller: Principal, erasure_id: UUID) -> Erasure:
        """Raises: PermissionDenied, ErasureNotFound."""
        caller.require(Permission.LEDGER_READ)
        caller.require_whole_log()
        async with self._database.transaction(caller.environment_id) as tx:
            found = await store.find(tx, caller.environment_id, erasure_id)
        if found is None:
            raise ErasureNotFound("No erasure with this id.")
        return found

    async def list_page(self, caller: Principal, after: UUID | None, limit: int) -> Page[Erasure]:
        """Newest first. Raises: PermissionDenied."""
        caller.require(Permission.LEDGER_READ)
        caller.require_whole_log()
        async with self._database.transaction(caller.environment_id) as tx:
            found = await store.newest(tx, caller.environment_id, after, limit + 1)
        return page_of(found, limit, lambda erasure: public("ers", erasure.id))

    async def run(self) -> None:
        """Clear what is left in all environments, again and again, until cancelled."""
        while True:
            for environment_id, by in await in_turn(self._database):
                with ahead(by):
                    await self.clear_left(environment_id)
            await asyncio.sleep(EVERY_S)

    async def clear_left(self, environment_id: UUID) -> int:
        """Clear the rows of every erasure of an environment, a thousand to a commit. Returns: how many were cleared.

        An erasure is over when a look of a minute after it found nothing any more.
        """
        cleared, after = 0, _LOWEST_ID
        while True:
            async with self._database.transaction(environment_id) as tx:
                left = await store.find_left(tx, environment_id, after)
                if left is None:
                    return cleared
                back = await subjects.lock(tx, environment_id, left.customer)
                bound = (
                    left.bound if back else _HIGHEST_ID
                )  # who came back is known by newer rows, which stay
                rows = await _clear(tx, environment_id, left.customer, bound)
                now = self._clock.now()
                settled = (now - left.erased_at).total_seconds() >= SETTLED_S
                over = now if rows == 0 and settled else None
                await store.note(tx, environment_id, left.id, rows, over)
            cleared += rows
            after = after if rows else left.id

    async def _committed(self, tx: Transaction, environment_id: UUID, customer: UUID) -> list[UUID]:
        """Find the entries that committed to anything of a person's. Returns: their eids, ascending, each once."""
        found: set[UUID] = set()
        for holding in HOLDINGS:
            facts = await store.facts(tx, holding, environment_id, customer, _HIGHEST_ID)
            for start in range(0, len(facts), _FACTS_AT_ONCE):
                some = facts[start : start + _FACTS_AT_ONCE]
                alone = await intake.find_known(tx, environment_id, [fact_id for fact_id, _ in some])
                found |= alone
                rest = [fact for fact in some if fact[0] not in alone] if holding.bulk else []
                found |= set(await bulks_of(tx, environment_id, rest)) if rest else set()
        return sorted(found)


async def _clear(tx: Transaction, environment_id: UUID, customer: UUID, bound: UUID) -> int:
    """Clear a thousand rows of each kind at most."""
    rows = 0
    for holding in HOLDINGS:
        if bound == _HIGHEST_ID or not holding.at_once:
            rows += await store.clear(tx, holding, environment_id, customer, bound, _AT_ONCE)
    return rows


def _entry(caller: Principal, left: store.Left, eids: Sequence[UUID]) -> intake.Entry:
    """Name the entries; those that are too many for one by the digest of their list, which exports carry."""
    many = len(eids) > REFS_MAX
    return intake.Entry(
        typ="erasure.v1",
        log=caller.environment_id,
        eid=left.id,
        at=left.erased_at,
        act=caller.id,
        out="listed" if many else "erased",
        pc=(erasure_lists.digest(eids),) if many else (),
        refs=() if many else tuple(eids),
    )
