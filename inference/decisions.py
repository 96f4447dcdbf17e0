"""Decisions: made by the one path of every face and mode, fetched, listed, disclosed and computed again."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Hashable, Iterator, Mapping, Sequence
from typing import cast
from uuid import UUID

import msgspec

from core.database import Database
from core.deadlines import during
from core.errors import ErrorKind, PlatformError
from core.idempotency import IdempotencyKeyInFlight, IdempotencyKeyReused
from core.ids import public
from core.pages import Page, page_of
from core.ticks import TickQueue, TickWatch
from inference import answers, catalogue, decision_store, together
from inference.answers import Decided
from inference.asks import Ask, Asks
from inference.catalogue import Answer
from inference.decision_batch import SEALED_PAYLOAD, DecisionBatch, KeyTaken, is_stateful
from inference.decision_store import DecisionRow
from inference.entities import (
    DecideCommand,
    DecideSeveral,
    Decision,
    DecisionSummary,
    Disclosure,
)
from inference.magic import Held
from inference.remote_scores import RemoteScores
from inference.rule_health import RuleHealth
from inference.stored_histories import StoredHistories
from inference.together import Asked, Made, Together
from ledger.receipts import decode as decode_receipt
from payments.entities import TransactionConflict
from tenants import subjects
from tenants.permissions import Permission
from tenants.principals import Principal
from tenants.vault import SubjectKey
from tenants.vaults import Vaults

_MILLION = 1_000_000
# A ruleset may name outcomes of its own. They are the tenant's words, and as many as it likes: they count as one.
_OUTCOMES = frozenset({"approve", "review", "decline"})
_OWN_OUTCOME = "own"


class DecisionNotFound(PlatformError):
    kind = ErrorKind.NOT_FOUND
    code = "decision_not_found"
    fix = "Use the id that the decision was answered with, in the environment where it was made."


class DecisionErased(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "decision_erased"
    fix = "Its customer was erased, or its time was over; the entry and its proof still verify, the payload is gone."


class QueueSettings(msgspec.Struct, frozen=True, kw_only=True):
    """batch_max: of one tick. queue_max: requests that may wait for one.

    lanes: ticks at once of questions that bring along all they need; others, which read and write their customers' state, are
    decided one tick after the other.
    """

    batch_max: int = 64
    queue_max: int = 512
    lanes: int = 2


class Decisions:
    def __init__(
        self,
        database: Database,
        vaults: Vaults,
        asks: Asks,
        batch: DecisionBatch,
        *,
        histories: StoredHistories,
        settings: QueueSettings,
        watch: TickWatch,
        health: RuleHealth,
    ) -> None:
        self.replayed = 0
        self._health = health
        self._database = database
        self._vaults = vaults
        self._asks = asks
        self._histories = histories
        self._batch = batch
        self._made: dict[tuple[str, str, bool], int] = {}
        self._stateful = self._ticks(settings, watch, lanes=1)
        self._complete = self._ticks(settings, watch, lanes=settings.lanes)
        self._remote = RemoteScores(database, batch_max=settings.batch_max, queue_max=settings.queue_max)
        self._in_flight: set[Hashable] = set()
        self._held = Held()

    def _ticks(self, settings: QueueSettings, watch: TickWatch, *, lanes: int) -> TickQueue[Asked, Made]:
        return TickQueue(
            self._tick, batch_max=settings.batch_max, queue_max=settings.queue_max, lanes=lanes, watch=watch
        )

    async def decide(self, caller: Principal, command: DecideCommand) -> Decision[Answer]:
        """Decide about one event; durable when this returns.

        Raises: PermissionDenied, UseCaseUnknown, InvalidRequest, CustomerNotFound, HistoryTooShort, TransactionConflict,
        Overloaded, DeadlineExceeded, IdempotencyKeyInFlight, IdempotencyKeyReused, DatabaseUnavailable.
        """
        return (await self._decide(caller, command)).decision()

    async def decide_written(self, caller: Principal, command: DecideCommand) -> bytes:
        """Decide as `decide` does. Returns: the decision in JSON, of the bytes that its ledger entry commits to."""
        return (await self._decide(caller, command)).json()

    async def decide_several(self, caller: Principal, several: DecideSeveral) -> Sequence[Decision[Answer]]:
        """Decide several questions about one payment, or none of them: one read of its customer's state, one commit.

        Raises: as `decide`; the error names the question that was refused.
        """
        caller.require(Permission.DECISIONS_CREATE)
        async with during(several.timeout_s):
            made = await self._decide_several(caller, several)
        return [one.decision() for one in made]

    async def _decide_several(self, caller: Principal, several: DecideSeveral) -> Sequence[Decided]:
        if several.key_hash is None:
            return await self._together(caller, several)
        with self._holding(caller, several.key_hash):
            try:
                return await self._together(caller, several)
            except KeyTaken:
                first = await self._claimed(caller, several.key_hash, several.fingerprint)
        ids = together.ids_of(first, len(several.commands))
        return [await self._get(caller.environment_id, decision_id) for decision_id in ids]

    async def _together(self, caller: Principal, several: DecideSeveral) -> Sequence[Decided]:
        began_s = time.monotonic()
        asks = await self._asks_of(caller, several)
        asks[0] = msgspec.structs.replace(
            asks[0],
            command=msgspec.structs.replace(
                asks[0].command, key_hash=several.key_hash, fingerprint=several.fingerprint
            ),
        )
        joined = together.join(asks, several.transaction)
        if any(ask.magic is not None or ask.deployed.version.remote is not None for ask in joined.asks):
            joined = Together(tuple(await asyncio.gather(*(self._scored(ask) for ask in joined.asks))))
        left_s = several.timeout_s - (time.monotonic() - began_s)
        try:
            decided = await self._stateful.submit(joined, max(left_s, 0.0))
        except TransactionConflict as error:
            at = next(at for at, ask in enumerate(joined.asks) if ask.command.transaction is not None)
            raise together.named(error, at, joined.asks[at].use_case.name) from error
        return cast("Sequence[Decided]", decided)

    async def _asks_of(self, caller: Principal, several: DecideSeveral) -> list[Ask]:
        """Prepare every question for one moment, with the pasts that they need read once."""
        asks = []
        pasts = self._histories.shared(caller, several.transaction)
        for at, command in enumerate(several.commands):
            try:
                asks.append(await self._asks.prepare(caller, await pasts.fill(command), pasts.at))
            except PlatformError as error:
                raise together.named(error, at, command.use_case) from error
        return asks

    async def _decide(self, caller: Principal, command: DecideCommand) -> Decided:
        caller.require(Permission.DECISIONS_CREATE)
        if command.event is not None:
            async with during(command.timeout_s):
                command = await self._histories.fill(caller, command)
        return await self._submit(caller, command, await self._asks.prepare(caller, command))

    async def _submit(self, caller: Principal, command: DecideCommand, ask: Ask) -> Decided:
        if command.key_hash is None:
            return await self._queued(ask)
        with self._holding(caller, command.key_hash):
            try:
                return await self._queued(ask)
            except KeyTaken:
                return await self._made_before(caller, command)

    @contextlib.contextmanager
    def _holding(self, caller: Principal, key_hash: bytes) -> Iterator[None]:
        """Hold an idempotency key while its request runs. Raises: IdempotencyKeyInFlight."""
        held = (caller.environment_id, key_hash)
        if held in self._in_flight:
            raise IdempotencyKeyInFlight("A request with this idempotency key is running.", retry_after_s=1)
        self._in_flight.add(held)
        try:
            yield
        finally:
            self._in_flight.discard(held)

    def _queued(self, ask: Ask) -> Awaitable[Decided]:
        """Let a question wait for its tick, at once if it is scored in this process and nothing holds it back."""
        if ask.magic is None and ask.deployed.version.remote is None:
            return cast("Awaitable[Decided]", self._queue_of(ask).submit(ask, ask.command.timeout_s))
        return self._scored_first(ask)

    async def _scored_first(self, ask: Ask) -> Decided:
        began_s = time.monotonic()
        scored = await self._scored(ask)
        left_s = ask.command.timeout_s - (time.monotonic() - began_s)
        return cast("Decided", await self._queue_of(ask).submit(scored, max(left_s, 0.0)))

    def _queue_of(self, ask: Ask) -> TickQueue[Asked, Made]:
        return self._stateful if is_stateful(ask) else self._complete

    async def _scored(self, ask: Ask) -> Ask:
        if ask.magic is not None:
            await self._held.hold(ask.magic)
        remote = None if ask.scored is not None else ask.deployed.version.remote
        return ask if remote is None else await self._remote.score(ask, remote)

    async def close(self) -> None:
        """Finish what is in the queue, and what shadows have of it, and take no more."""
        await self._remote.close()
        await self._stateful.close()
        await self._complete.close()
        await self._batch.close()
        await self._health.close()

    @property
    def waiting(self) -> int:
        """How many questions wait for a tick."""
        return self._stateful.waiting + self._complete.waiting

    @property
    def rejected(self) -> int:
        """How many were refused because too many waited."""
        return self._stateful.rejected + self._complete.rejected

    def made(self) -> Mapping[tuple[str, str, bool], int]:
        """Count the decisions of this process by use case, outcome and whether degraded; another thread may ask."""
        return self._made.copy()

    async def _tick(self, asked: Sequence[Asked]) -> Sequence[Made | PlatformError]:
        asks = together.flat(asked)
        decided = await self._batch.decide(asks)
        degraded = False
        for one in decided:
            if not isinstance(one, PlatformError):
                answer = one.answer
                degraded = degraded or answer.degraded
                outcome = answer.outcome if answer.outcome in _OUTCOMES else _OWN_OUTCOME
                key = (answer.use_case, outcome, answer.degraded)
                self._made[key] = self._made.get(key, 0) + 1
        if degraded or self._health.watching:
            self._health.saw(asks, decided)
        return together.regroup(asked, decided)

    async def get(self, caller: Principal, decision_id: UUID) -> Decision[Answer]:
        """Return a decision as it was answered. Raises: PermissionDenied, DecisionNotFound, DecisionErased."""
        caller.require(Permission.DECISIONS_READ)
        return (await self._get(caller.environment_id, decision_id)).decision()

    async def list(
        self,
        caller: Principal,
        *,
        use_case: str | None,
        outcome: str | None,
        customer_id: str | None,
        after: UUID | None,
        limit: int,
        region: str | None = None,
        segment: str | None = None,
    ) -> Page[DecisionSummary]:
        """Newest first."""
        caller.require(Permission.DECISIONS_READ)
        vault = await self._vaults.of(caller.environment_id)
        async with self._database.transaction(caller.environment_id) as tx:
            rows = await decision_store.list_page(
                tx,
                caller.environment_id,
                use_case=use_case,
                outcome=outcome,
                customer=None if customer_id is None else vault.handle(customer_id),
                after=after,
                limit=limit + 1,
                region=decision_store.place_of(vault, "region", region),
                segment=decision_store.place_of(vault, "segment", segment),
            )
        return page_of([_summary(row) for row in rows], limit, lambda line: public("dec", line.id))

    async def disclose(self, caller: Principal, decision_id: UUID) -> Disclosure:
        """Hand out what opens the ledger's commitment to one decision, for an auditor to check.

        Raises: PermissionDenied, DecisionNotFound, DecisionErased.
        """
        caller.require(Permission.LEDGER_EXPORT)
        _, key, payload = await self.open(caller.environment_id, decision_id)
        return Disclosure(
            entry_id=public("ent", decision_id),
            payload=payload,
            commitment_key=key.commitment_key(decision_id),
        )

    async def open(self, environment_id: UUID, decision_id: UUID) -> tuple[DecisionRow, SubjectKey, bytes]:
        """Return a stored decision, its customer's key and its opened payload.

        Raises: DecisionNotFound, DecisionErased.
        """
        async with self._database.transaction(environment_id) as tx:
            row = await decision_store.find(tx, environment_id, decision_id)
            if row is None:
                raise DecisionNotFound("No such decision in this environment.", internal=f"{decision_id=}")
            keys = await subjects.find_many(tx, [(environment_id, row.customer)])
        wrapped = keys.get((environment_id, row.customer))
        if row.sealed is None or wrapped is None:
            raise DecisionErased("This decision's customer was erased.")
        vault = await self._vaults.of(environment_id)
        key = vault.unwrap(row.customer, wrapped)
        return row, key, key.open(SEALED_PAYLOAD, decision_id, row.sealed)

    async def _get(self, environment_id: UUID, decision_id: UUID) -> Decided:
        row, _, payload = await self.open(environment_id, decision_id)
        stored = answers.decode_payload(catalogue.get(row.use_case), payload)
        written = answers.encode(stored.answer)
        return Decided(stored.answer, written, decode_receipt(row.receipt), row.receipt)

    async def _made_before(self, caller: Principal, command: DecideCommand) -> Decided:
        async with during(command.timeout_s):
            decision_id = await self._claimed(caller, command.key_hash or b"", command.fingerprint)
            return await self._get(caller.environment_id, decision_id)

    async def _claimed(self, caller: Principal, key_hash: bytes, fingerprint: bytes) -> UUID:
        """Return the decision that was made for a key. Raises: IdempotencyKeyReused."""
        async with self._database.transaction(caller.environment_id) as tx:
            claim = await decision_store.find_key(tx, caller.environment_id, key_hash)
        if claim is None:
            raise IdempotencyKeyInFlight("A request with this idempotency key is running.", retry_after_s=1)
        if claim.fingerprint != fingerprint:
            raise IdempotencyKeyReused("This idempotency key was used with another body.")
        self.replayed += 1
        return claim.decision_id


def _summary(row: DecisionRow) -> DecisionSummary:
    return DecisionSummary(
        id=row.id,
        use_case=row.use_case,
        outcome=row.outcome,
        probability=None if row.score is None else row.score / _MILLION,
        degraded=row.degraded,
        decided_at=row.decided_at,
    )
