"""Payouts as stored facts: recorded, moved by events, looked up. The use cases behind both faces."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from core import idempotency
from core.clock import Clock
from core.database import Database
from core.database import Transaction as DatabaseTransaction
from core.errors import FieldError, InvalidRequest
from core.events import News, announce_many
from core.ids import public, uuid7
from core.pages import Page, page_of
from payments import commitments, keys
from payments.checks import refuse
from payments.commitments import Committed
from payments.payouts import hearing, store
from payments.payouts.entities import (
    HeardEvent,
    ListedPayout,
    PayoutConflict,
    PayoutEventConflict,
    PayoutNotFound,
    Recorded,
    RecordedPayout,
    StoredEvent,
    StoredPayout,
    TooManyPayoutEvents,
)
from payments.payouts.facts import (
    BULK_MAX,
    ENDS,
    Document,
    NewPayout,
    PayoutEvent,
    problems_of_event,
    problems_of_payout,
)
from payments.payouts.hearing import Moved
from payments.payouts.prepared import (
    SEALED_PAYOUT,
    content_key,
    open_event,
    open_payout,
    payout_key,
    payout_payload,
    stage_event,
)
from payments.payouts.progress import progress_of, standings
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

LAST_ID = UUID(int=(1 << 128) - 1)
# Rows sealed without letting others run: about 1.5 ms.
_BREATH = 100


class Payouts:
    """The payouts of an environment."""

    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def create(self, caller: Principal, payout: NewPayout) -> StoredPayout:
        """Record one payout. The same one again, by its own id, is answered as it stands.

        Raises: PermissionDenied, PaymentRefused, PayoutConflict.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        refuse(problems_of_payout(payout, now))
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            (recorded,), new = await self._add(tx, vault, (payout,), now)
            if recorded.standing == "conflict":
                raise PayoutConflict("A payout with this id was recorded with other content.")
            if new:
                await commitments.record_one(tx, caller, "payout.v1", now, new[0])
            else:
                await idempotency.claim(tx)
            return await _open_one(tx, vault, await store.get(tx, caller.environment_id, recorded.id))

    async def create_many(self, caller: Principal, payouts: Sequence[NewPayout]) -> list[RecordedPayout]:
        """Record up to 1,000 payouts in one commit. Returns: what became of each, in order.

        Raises: PermissionDenied, PaymentRefused naming `items[i].field`; nothing is recorded then.
        """
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        _check_count(payouts)
        refuse(
            [each for at, one in enumerate(payouts) for each in problems_of_payout(one, now, f"items[{at}]")]
        )
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            recorded, new = await self._add(tx, vault, payouts, now)
            if new:
                await commitments.record_bulk(tx, caller, "payout.bulk.v1", uuid7(self._clock), now, new)
            else:
                await idempotency.claim(tx)
        return recorded

    async def hear(self, caller: Principal, event: PayoutEvent) -> HeardEvent:
        """Record one event of a payout, and move the payout by it.

        Raises: PermissionDenied, PaymentRefused, PayoutNotFound, PayoutEventConflict, TooManyPayoutEvents.
        """
        (heard,) = await self._hear(caller, (event,), "payout.event.v1")
        if heard.standing == "unknown":
            raise PayoutNotFound("No payout with this id of yours.")
        if heard.standing == "conflict":
            raise PayoutEventConflict("An event with this id was recorded with other content.")
        if heard.standing == "too_many":
            raise TooManyPayoutEvents("No more events of this payout are kept.")
        return heard

    async def hear_many(self, caller: Principal, events: Sequence[PayoutEvent]) -> list[HeardEvent]:
        """Record up to 1,000 events in one commit, in any order. Returns: what became of each, in order.

        Raises: PermissionDenied, PaymentRefused naming `items[i].field`; nothing is recorded then.
        """
        _check_count(events)
        return await self._hear(caller, events, "payout.event.bulk.v1")

    async def get(self, caller: Principal, payout_id: UUID) -> StoredPayout:
        """Raises: PermissionDenied, PayoutNotFound."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            return await _open_one(tx, vault, await store.get(tx, caller.environment_id, payout_id))

    async def set_documents(
        self, caller: Principal, payout_id: UUID, missing: Sequence[Document]
    ) -> StoredPayout:
        """Say which documents of its payee a payout waits for now. Raises: PermissionDenied, PayoutNotFound."""
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        vault = await self._vaults.of(caller.environment_id)
        told = sorted(set(missing))
        async with self._database.transaction(caller.environment_id) as tx:
            row = await store.get(tx, caller.environment_id, payout_id)
            key = None if row is None else (await keys.find(tx, vault, (row["payee"],))).get(row["payee"])
            if row is None or key is None:
                raise PayoutNotFound("No payout with this id.")
            fact = Committed(uuid7(self._clock), ",".join(told).encode(), key)
            await store.set_documents(tx, caller.environment_id, payout_id, told, fact.id, now)
            await commitments.record_one(tx, caller, "payout.documents.v1", now, fact)
            return await _open_one(tx, vault, await store.get(tx, caller.environment_id, payout_id))

    async def _add(
        self, tx: DatabaseTransaction, vault: EnvironmentVault, payouts: Sequence[NewPayout], now: datetime
    ) -> tuple[list[RecordedPayout], list[Committed]]:
        payees = await keys.ensure(tx, vault, {one.payee_id for one in payouts}, now)
        firsts: dict[bytes, tuple[NewPayout, UUID, bytes, bytes]] = {}
        contents: list[tuple[bytes, bytes]] = []
        for at, one in enumerate(payouts):
            external, payload = payout_key(vault, one.id), payout_payload(one)
            content = content_key(vault, payload)
            contents.append((external, content))
            firsts.setdefault(external, (one, uuid7(self._clock), payload, content))
            if at % _BREATH == _BREATH - 1:
                await asyncio.sleep(0)
        rows = await store.add(tx, vault.scope_id, now, _columns(firsts, payees))
        found = {row["external"]: row for row in rows}
        new = [
            Committed(identity, payload, payees[one.payee_id][1])
            for external, (one, identity, payload, _) in firsts.items()
            if found[external]["id"] == identity
        ]
        ours = {each.id for each in new}
        recorded = []
        for one, (external, content) in zip(payouts, contents, strict=True):
            row = found[external]
            word: Recorded = "recorded" if row["id"] in ours else "existing"
            ours.discard(row["id"])  # the same one again in this very call is there already
            recorded.append(
                RecordedPayout(row["id"], one.id, word if row["content"] == content else "conflict")
            )
        return recorded, new

    async def _hear(self, caller: Principal, events: Sequence[PayoutEvent], typ: str) -> list[HeardEvent]:
        caller.require(Permission.PAYMENTS_WRITE)
        now = self._clock.now()
        single = typ == "payout.event.v1"
        refuse(
            [
                each
                for at, one in enumerate(events)
                for each in problems_of_event(one, now, "" if single else f"items[{at}]")
            ]
        )
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            heard = await hearing.hear(tx, vault, self._clock, events, now)
            if not heard.new:
                await idempotency.claim(tx)
            elif single:
                await commitments.record_one(tx, caller, typ, now, heard.new[0])
            else:
                await commitments.record_bulk(tx, caller, typ, uuid7(self._clock), now, heard.new)
            news = [each for moved in heard.moved for each in _news(moved)]
            await announce_many(tx, self._clock, caller.environment_id, news)
        return heard.results

    async def list(
        self,
        caller: Principal,
        *,
        own_id: str | None,
        payee_id: str | None,
        stage: str | None,
        after: UUID | None,
        limit: int,
    ) -> Page[ListedPayout]:
        """Last recorded first. Raises: PermissionDenied, InvalidRequest for an unknown cursor."""
        caller.require(Permission.PAYMENTS_READ)
        vault = await self._vaults.of(caller.environment_id)
        environment_id = caller.environment_id
        payee = None if payee_id is None else vault.handle(payee_id)
        async with self._database.transaction(environment_id) as tx:
            if own_id is not None:
                row = await store.find(tx, environment_id, payout_key(vault, own_id))
                fits = row is not None and payee in {None, row["payee"]} and stage in {None, row["stage"]}
                rows = [row] if row is not None and fits and after is None else []
            else:
                await _check_cursor(tx, environment_id, after)
                rows = await store.page(tx, environment_id, after or LAST_ID, limit + 1, payee, stage)
            found = await _open_all(tx, vault, rows)
        return page_of(found, limit, lambda stored: public("pyt", stored.id))


def _news(moved: Moved) -> list[News]:
    """Say that a payout has ended, and that it was told what cannot be true, be it that it ended otherwise; stages that go well
    are many and no news."""
    payout, progress = moved.payout, moved.progress
    subject = public("pyt", payout["id"])
    about = {
        "stage": progress.stage,
        "amount_minor": payout["amount_minor"],
        "currency": payout["currency"],
        "at": progress.since.isoformat(),
    }
    found = []
    if progress.stage in ENDS and payout["stage"] != progress.stage:
        if progress.stage == "credited":
            found.append(News("payout.credited", subject, about))
        else:
            found.append(News("payout.failed", subject, about | {"code": progress.error_code}))
    was, now = payout["stage"], progress.stage
    turned = was in ENDS and now != was and (was, now) != ("credited", "returned")
    if moved.contradictions > 0 or turned:
        told = about | {"contradictions": len(progress.contradicting)}
        found.append(News("payout.contradicted", subject, told))
    return found


def _columns(
    firsts: dict[bytes, tuple[NewPayout, UUID, bytes, bytes]], payees: keys.Keys
) -> list[list[object]]:
    rows = list(firsts.values())
    return [
        [identity for _, identity, _, _ in rows],
        [payees[one.payee_id][0] for one, _, _, _ in rows],
        list(firsts),
        [content for _, _, _, content in rows],
        [one.amount_minor for one, _, _, _ in rows],
        [one.currency for one, _, _, _ in rows],
        [one.method for one, _, _, _ in rows],
        [one.bank for one, _, _, _ in rows],
        [one.gateway for one, _, _, _ in rows],
        [one.created_at for one, _, _, _ in rows],
        [one.due_at for one, _, _, _ in rows],
        [",".join(sorted(set(one.documents_missing))) for one, _, _, _ in rows],
        [
            payees[one.payee_id][1].seal(SEALED_PAYOUT, identity, payload)
            for one, identity, payload, _ in rows
        ],
    ]


async def _check_cursor(tx: DatabaseTransaction, environment_id: UUID, after: UUID | None) -> None:
    if after is not None and await store.get(tx, environment_id, after) is None:
        field = FieldError("after", "No page ended there.", "Send the `next_after` of a page.")
        raise InvalidRequest("The cursor is unknown.", fields=[field])


async def _open_one(
    tx: DatabaseTransaction, vault: EnvironmentVault, row: asyncpg.Record | None
) -> StoredPayout:
    if row is None:
        raise PayoutNotFound("No payout with this id.")
    (listed,) = await _open_all(tx, vault, [row])
    events = await store.events(tx, vault.scope_id, [row["id"]])
    key = (await keys.find(tx, vault, (row["payee"],))).get(row["payee"])
    told = [stage_event(each) for each in events]
    progress = progress_of(row["created_at"], told)
    words = standings(told, progress)
    return StoredPayout(
        listed.id, listed.payout, listed.recorded_at, listed.stage, listed.since, listed.on_hold, listed.ended_at,
        listed.error_code, listed.contradictions, listed.documents_missing, progress.reached,
        [
            StoredEvent(
                each["id"],
                None if key is None else open_event(key, each["id"], each["sealed"]),
                each["recorded_at"],
                words[each["id"]],
            )
            for each in events
        ],
    )  # fmt: skip


async def _open_all(
    tx: DatabaseTransaction, vault: EnvironmentVault, rows: Sequence[asyncpg.Record]
) -> list[ListedPayout]:
    opened = await keys.find(tx, vault, (row["payee"] for row in rows))
    return [
        ListedPayout(
            row["id"],
            open_payout(opened[row["payee"]], row["id"], row["sealed"]) if row["payee"] in opened else None,
            row["recorded_at"],
            row["stage"],
            row["since"],
            row["on_hold"],
            row["ended_at"],
            row["error_code"],
            row["contradictions"],
            row["missing"],
        )
        for row in rows
    ]


def _check_count(items: Sequence[object]) -> None:
    if not 1 <= len(items) <= BULK_MAX:
        field = FieldError("items", "There are none, or too many.", f"Send 1 to {BULK_MAX} items.")
        raise InvalidRequest("A bulk holds 1 to 1,000 items.", fields=[field])
