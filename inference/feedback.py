"""The truth comes back: recorded once, corrected later, never forgotten, and set beside the predictions it judges."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg

from core import idempotency, intake
from core.clock import Clock
from core.database import Database, Transaction
from core.ids import public, uuid7
from core.pages import Page, page_of
from inference import feedback_checks, feedback_events, feedback_measures, feedback_store
from inference.decisions import DecisionErased
from inference.feedback_entities import (
    EventUnknown,
    Feedback,
    FeedbackNotFound,
    Standing,
    StoredFeedback,
    Told,
)
from inference.feedback_events import Event, Prepared
from inference.pasts import store as past_store
from payments import commitments, keys
from payments.commitments import Committed
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import EnvironmentVault, SubjectKey
from tenants.vaults import Vaults

# Rows sealed without letting others run: about 2 ms.
_BREATH = 100


class Feedbacks:
    """The feedback of an environment."""

    def __init__(self, database: Database, vaults: Vaults, clock: Clock) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock

    async def record(self, caller: Principal, feedback: Feedback) -> StoredFeedback:
        """Record one truth. The very same again changes nothing and is answered as it stands.

        Raises: PermissionDenied, FeedbackRefused, EventUnknown, DecisionErased.
        """
        caller.require(Permission.FEEDBACK_WRITE)
        items = feedback_checks.check([feedback], self._clock.now(), single=True)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            (told,) = await self._record(tx, caller, vault, items, single=True)
            if told.standing == "erased":
                raise DecisionErased("The customer of this event was erased.")
            if told.feedback_id is None:
                raise EventUnknown("This environment knows no such decision or payment.")
            return await _open_one(tx, vault, told.feedback_id)

    async def record_many(self, caller: Principal, items: Sequence[Feedback]) -> list[Told]:
        """Record up to 1,000 truths in one commit. Returns: what became of each, in order.

        Raises: PermissionDenied, FeedbackRefused naming `items[i].field`; nothing is recorded then.
        """
        caller.require(Permission.FEEDBACK_WRITE)
        checked = feedback_checks.check(items, self._clock.now(), single=False)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            return await self._record(tx, caller, vault, checked, single=False)

    async def get(self, caller: Principal, feedback_id: UUID) -> StoredFeedback:
        """Raises: PermissionDenied, FeedbackNotFound."""
        caller.require(Permission.DECISIONS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            return await _open_one(tx, vault, feedback_id)

    async def _record(
        self,
        tx: Transaction,
        caller: Principal,
        vault: EnvironmentVault,
        items: Sequence[Feedback],
        *,
        single: bool,
    ) -> list[Told]:
        events = await feedback_events.events_of(tx, vault, items, single=single)
        open_keys = await keys.find(tx, vault, (event.customer for event in events if event is not None))
        prepared = await self._prepare(vault, items, events, open_keys)
        rows = [one.row for one in prepared if one is not None]
        new = await feedback_store.insert_many(tx, rows) if rows else set()
        told = await feedback_store.find_told(tx, [row for row in rows if row.id not in new])
        standing = await feedback_store.stand(tx, vault.scope_id, sorted(new)) if new else {}
        if standing:
            use_cases = sorted({row.use_case for row in rows})
            await feedback_store.judge(tx, vault.scope_id, list(standing), use_cases)
            await past_store.tell(tx, vault.scope_id, list(standing), use_cases)
            told_now = {
                one.row.id: item
                for one, item in zip(prepared, items, strict=True)
                if one is not None and one.row.id in standing
            }
            corrected = [identity for identity, first in standing.items() if not first]
            await feedback_measures.record(tx, vault, told_now, corrected, open_keys)
        added = [one for one in prepared if one is not None and one.row.id in new]
        await self._enter(tx, caller, added, single=single)
        return [_told(event, one, told, standing) for event, one in zip(events, prepared, strict=True)]

    async def _prepare(
        self,
        vault: EnvironmentVault,
        items: Sequence[Feedback],
        events: Sequence[Event | None],
        open_keys: Mapping[UUID, SubjectKey],
    ) -> list[Prepared | None]:
        """Seal each item whose event is known and whose customer was not erased."""
        now = self._clock.now()
        ids = sorted(uuid7(self._clock) for _ in items)  # of one moment, the later in the request stands
        prepared: list[Prepared | None] = []
        for index, (item, event) in enumerate(zip(items, events, strict=True)):
            key = None if event is None else open_keys.get(event.customer)
            if event is None or key is None:
                prepared.append(None)
            else:
                prepared.append(feedback_events.prepare(item, event, vault, key, ids[index], now))
            if index % _BREATH == _BREATH - 1:
                await asyncio.sleep(0)
        return prepared

    async def _enter(
        self, tx: Transaction, caller: Principal, added: Sequence[Prepared], *, single: bool
    ) -> None:
        """Append the one entry of what is new; of a bulk, as a bulk of payments has it (`payments.commitments`)."""
        now = self._clock.now()
        if not added:
            await idempotency.claim(tx)
        elif single:
            row, key, payload = added[0].row, added[0].key, added[0].payload
            entry = intake.Entry(
                typ="feedback.v1", log=row.environment_id, eid=row.id, at=now, act=caller.id, out=row.use_case,
                pc=(key.commit(row.id, payload),), refs=(row.subject,),
            )  # fmt: skip
            await intake.append(tx, entry)
        else:
            facts = [Committed(one.row.id, one.payload, one.key) for one in added]
            await commitments.record_bulk(tx, caller, "feedback.bulk.v1", uuid7(self._clock), now, facts)

    async def list(
        self,
        caller: Principal,
        *,
        use_case: str | None,
        decision_id: UUID | None,
        after: UUID | None,
        limit: int,
    ) -> Page[StoredFeedback]:
        """Newest first; of one decision, all that was ever told of its event.

        Raises: PermissionDenied, EventUnknown.
        """
        caller.require(Permission.DECISIONS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            if decision_id is None:
                rows = await feedback_store.list_page(tx, vault.scope_id, use_case, after, limit + 1)
            else:
                rows = await _of_decision(tx, vault.scope_id, decision_id, after, limit + 1)
            found = await _open_all(tx, vault, rows)
        return page_of(found, limit, lambda stored: public("fbk", stored.id))


def _told(
    event: Event | None,
    one: Prepared | None,
    told: Mapping[tuple[str, UUID, bytes], UUID],
    standing: Mapping[UUID, bool],
) -> Told:
    if one is None:
        return Told(feedback_id=None, standing="unknown" if event is None else "erased")
    row = one.row
    before = told.get((row.use_case, row.subject, row.content))
    if before is not None:
        return Told(feedback_id=before, standing="existing")
    how: Standing = "superseded"
    if row.id in standing:
        how = "recorded" if standing[row.id] else "corrected"
    return Told(feedback_id=row.id, standing=how)


async def _of_decision(
    tx: Transaction, environment_id: UUID, decision_id: UUID, after: UUID | None, limit: int
) -> list[asyncpg.Record]:
    found = await feedback_store.find_decisions(tx, environment_id, [decision_id])
    if decision_id not in found:
        raise EventUnknown("This environment knows no such decision.")
    decision = found[decision_id]
    return await feedback_store.list_of_subject(
        tx, environment_id, decision.use_case, decision.subject, after, limit
    )


async def _open_one(tx: Transaction, vault: EnvironmentVault, feedback_id: UUID) -> StoredFeedback:
    row = await feedback_store.find(tx, vault.scope_id, feedback_id)
    if row is None:
        raise FeedbackNotFound("No feedback with this id.")
    return (await _open_all(tx, vault, [row]))[0]


async def _open_all(
    tx: Transaction, vault: EnvironmentVault, rows: Sequence[asyncpg.Record]
) -> list[StoredFeedback]:
    open_keys = await keys.find(tx, vault, (row["customer"] for row in rows))
    return [_stored(row, open_keys.get(row["customer"])) for row in rows]


def _stored(row: asyncpg.Record, key: SubjectKey | None) -> StoredFeedback:
    opened = None if key is None else feedback_events.open_feedback(key, row["id"], row["sealed"])
    return StoredFeedback(
        id=row["id"],
        use_case=row["use_case"],
        decision_id=row["decision_id"],
        transaction_id=row["transaction_id"],
        happened=row["happened"],
        value=row["value"],
        label=None if opened is None else opened.label,
        note=None if opened is None else opened.note,
        source=row["source"],
        observed_at=row["observed_at"],
        recorded_at=row["recorded_at"],
        current=row["current"],
    )
