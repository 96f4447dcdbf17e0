"""Webhooks of other systems come in: proven, read by a kept mapping, recorded or decided, once, before the answer.

A delivery is known by its own id, a keyed digest of it within its feed. What is recorded and the note of it are one commit; a
decision is made under a key that the delivery gives it, so whoever is sent the same again finds the one that was made.
"""

import hashlib
from collections.abc import Callable, Mapping
from time import monotonic
from uuid import UUID

import msgspec
from msgspec.structs import replace

from core.clock import Clock, ahead, true_now
from core.database import Database, Transaction
from core.errors import FieldError, InvalidId
from core.ids import parse, public, uuid7
from core.moved_clocks import read_ahead
from inference.decisions import Decisions
from inference.entities import DecideCommand
from payments.importing import mappings, recording
from payments.importing.categories import Categories
from payments.importing.failures import ImportRefused
from payments.importing.findings import Finding
from payments.importing.identities import Identities
from payments.importing.recording import Named, take_named
from resolution.arrivals import Arrivals
from resolution.feeds import documents, feed_store
from resolution.feeds.documents import DocumentUnreadable
from resolution.feeds.entities import (
    FEED,
    RUN,
    DeliveryLimited,
    DeliveryRefused,
    DeliveryUnproven,
    Feed,
    FeedDelivery,
    FeedResting,
    FeedRun,
    FeedUnknown,
    Parts,
    Result,
    Standing,
)
from resolution.feeds.feed_store import Begun
from resolution.feeds.feeds import SEALED_AS, principal_of
from resolution.feeds.proofs import Marks, proves
from resolution.feeds.takings import Takings
from tenants.closings import require_open
from tenants.entries import record
from tenants.later_usage import count as count_units
from tenants.later_usage import units_left
from tenants.vault import EnvironmentVault
from tenants.vaults import Vaults

OPERATION = "receiveFeedDelivery"
_DECIDE_S_MAX = 9.0


class FeedDeliveries:
    def __init__(
        self,
        database: Database,
        vaults: Vaults,
        takings: Takings,
        decisions: Decisions,
        categories: Categories,
        *,
        clock: Clock,
        monotonic_s: Callable[[], float] = monotonic,
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._takings = takings
        self._decisions = decisions
        self._categories = categories
        self._clock = clock
        self._arrivals = Arrivals(monotonic_s=monotonic_s)

    async def receive(self, feed_name: str, marks: Marks, body: bytes) -> FeedDelivery:
        """Take one delivery; durable when this returns. A repetition is answered as it was.

        Raises: DeliveryLimited, FeedUnknown, DeliveryUnproven, FeedResting, EnvironmentClosed, DeliveryRefused, and what decisions
        raise.
        """
        if not self._arrivals.admit(feed_name):
            raise DeliveryLimited("Too many deliveries at once.", retry_after_s=1)
        if len(body) > documents.BYTES_MAX:
            raise DeliveryRefused("The delivery is larger than 256 KiB.")
        feed, parts, vault = await self._opened(feed_name)
        if feed.scheme is None or not proves(
            feed.scheme, parts.secret, marks, body, int(true_now(self._clock).timestamp())
        ):
            raise DeliveryUnproven("The signature or secret does not fit.")
        self._arrivals.remember(feed_name)
        await require_open(self._database, feed.environment_id)
        if feed.state != "active":
            raise FeedResting("This feed is paused.", retry_after_s=300)
        with ahead(await read_ahead(self._database, feed.environment_id)):
            return await self._take(feed, vault, marks, body)

    async def _take(self, feed: Feed, vault: EnvironmentVault, marks: Marks, body: bytes) -> FeedDelivery:
        document = _document(body)
        content = await self._takings.content_of(feed, b"delivery", _id_of(feed, marks, document) or body)
        run = await self._takings.find(feed, content)
        if run is not None:
            return _answer(run, repeated=True)
        try:
            named = await self._named(feed, vault, document)
        except (DocumentUnreadable, ImportRefused) as error:
            await self._takings.refuse(feed, len(body), DeliveryRefused.code)
            reason = error.message if isinstance(error, ImportRefused) else str(error)
            raise DeliveryRefused(reason) from None
        if isinstance(named, Finding) and named.standing == "refused":
            await self._takings.refuse(feed, len(body), DeliveryRefused.code)
            told = FieldError(named.field, named.reason, "Correct the value, or the mapping that names it.")
            raise DeliveryRefused("The payment was refused.", fields=[told])
        await self._check_quota(feed)
        begun = Begun(uuid7(self._clock), content, len(body), None, None)
        if isinstance(named, Finding):
            return await self._skip(feed, begun)
        if feed.use_case is None:
            return await self._record(feed, vault, begun, named)
        return await self._decide(feed, begun, named, hashlib.sha256(body).digest())

    async def _named(
        self, feed: Feed, vault: EnvironmentVault, document: Mapping[str, object]
    ) -> Named | Finding:
        async with self._database.transaction(feed.environment_id) as tx:
            mapping = await mappings.find(tx, vault, feed.mapping_id or feed.id)
        definition, now = mapping.definition, self._clock.now()
        outcome = documents.outcome_of(document, definition, now, minor_units=feed.minor_units)
        if isinstance(outcome, Finding):
            return outcome
        return take_named([outcome], Identities(vault, definition), vault)[0]

    async def _skip(self, feed: Feed, begun: Begun) -> FeedDelivery:
        """Of a payment that did not go through there is nothing to record."""
        async with self._database.transaction(feed.environment_id) as tx:
            run = await self._begun(tx, feed, begun)
            if run is not None:
                await record(tx, self._clock, principal_of(feed), "feed.take.v1", run.id, feed.id)
                run = await self._ended(tx, run, Result(state="completed"))
        return await self._told(feed, begun, run)

    async def _record(self, feed: Feed, vault: EnvironmentVault, begun: Begun, named: Named) -> FeedDelivery:
        predicted = await self._categories.of(feed.environment_id, [named.fact])
        async with self._database.transaction(feed.environment_id) as tx:
            run = await self._begun(tx, feed, begun)
            if run is not None:
                caller = principal_of(feed)
                done = await recording.record(tx, vault, [named], predicted, caller.id, self._clock)
                (payment,) = await recording.ids_of(tx, vault, [named])
                await feed_store.made(tx, run, transaction_id=payment)
                counts = done.counts
                if not counts.recorded:
                    await record(tx, self._clock, caller, "feed.take.v1", run.id, feed.id)
                await count_units(tx, feed.environment_id, true_now(self._clock), OPERATION, counts.recorded)
                result = Result(
                    state="completed",
                    taken=counts.recorded,
                    repeated=counts.existing,
                    refused=counts.conflicts,
                )
                run = replace(await self._ended(tx, run, result), transaction_id=payment)
        return await self._told(feed, begun, run)

    async def _decide(self, feed: Feed, begun: Begun, named: Named, fingerprint: bytes) -> FeedDelivery:
        command = DecideCommand(
            use_case=feed.use_case or "",
            transaction=named.fact,
            key_hash=hashlib.sha256(b"feed" + feed.id.bytes + (begun.content or b"")).digest(),
            fingerprint=fingerprint,
            timeout_s=_DECIDE_S_MAX,
        )
        caller = principal_of(feed)
        made = await self._decisions.decide(caller, command)
        decision_id = parse("dec", made.id)
        payment = None if made.transaction_id is None else parse("txn", made.transaction_id)
        async with self._database.transaction(feed.environment_id) as tx:
            run = await self._begun(tx, feed, begun)
            if run is not None:
                await feed_store.made(
                    tx, run, transaction_id=payment, decision_id=decision_id, outcome=made.outcome
                )
                await record(tx, self._clock, caller, "feed.take.v1", run.id, feed.id, decision_id)
                await count_units(tx, feed.environment_id, true_now(self._clock), OPERATION, 1)
                ended = await self._ended(tx, run, Result(state="completed", taken=1))
                run = replace(ended, transaction_id=payment, decision_id=decision_id, outcome=made.outcome)
        return await self._told(feed, begun, run)

    async def _begun(self, tx: Transaction, feed: Feed, begun: Begun) -> FeedRun | None:
        return await feed_store.begin(tx, feed, begun, true_now(self._clock))

    async def _ended(self, tx: Transaction, run: FeedRun, result: Result) -> FeedRun:
        await feed_store.end(tx, run, result, true_now(self._clock))
        return replace(
            run, state=result.state, taken=result.taken, refused=result.refused, repeated=result.repeated
        )

    async def _told(self, feed: Feed, begun: Begun, run: FeedRun | None) -> FeedDelivery:
        """What became of it; of one that came twice at once, what became of the other."""
        if run is not None:
            return _answer(run, repeated=False)
        other = await self._takings.find(feed, begun.content or b"")
        if other is None:
            raise FeedUnknown("No deliveries are taken here.")
        return _answer(other, repeated=True)

    async def _check_quota(self, feed: Feed) -> None:
        if await units_left(self._database, feed.environment_id, self._clock) < 1:
            raise DeliveryLimited("The monthly quota of this environment is used up.", retry_after_s=3_600)

    async def _opened(self, name: str) -> tuple[Feed, Parts, EnvironmentVault]:
        """Raises: FeedUnknown, for what is no feed of webhooks too."""
        try:
            feed_id = parse(FEED, name)
        except InvalidId:
            raise FeedUnknown("No deliveries are taken here.") from None
        environment_id = await self._environment_of(feed_id)
        if environment_id is None:
            raise FeedUnknown("No deliveries are taken here.")
        async with self._database.transaction(environment_id) as tx:
            feed = await feed_store.find(tx, environment_id, feed_id)
            if feed is None or feed.kind != "webhook":
                raise FeedUnknown("No deliveries are taken here.")
            sealed, _ = await feed_store.sealed_of(tx, feed)
        vault = await self._vaults.of(environment_id)
        return (
            feed,
            msgspec.json.decode(vault.open_tenant(SEALED_AS, feed.id, sealed or b""), type=Parts),
            vault,
        )

    async def _environment_of(self, feed_id: UUID) -> UUID | None:
        async with self._database.unscoped() as tx:
            return await feed_store.environment_of(tx, feed_id)


def _document(body: bytes) -> Mapping[str, object]:
    try:
        return documents.read(body)
    except DocumentUnreadable as error:
        raise DeliveryRefused(str(error)) from None


def _id_of(feed: Feed, marks: Marks, document: Mapping[str, object]) -> bytes:
    """What names a delivery: a field of it, where the feed says which, else its header; empty where nothing does."""
    if feed.delivery_field is not None:
        value = documents.value_at(document, feed.delivery_field)
        return str(value).encode("utf-8", "replace") if isinstance(value, str | int) else b""
    return (marks.id or "").encode("utf-8", "replace")


def _answer(run: FeedRun, *, repeated: bool) -> FeedDelivery:
    standing = _standing(run)
    return FeedDelivery(
        repeated=repeated,
        run_id=public(RUN, run.id),
        standing=standing,
        transaction_id=None if run.transaction_id is None else public("txn", run.transaction_id),
        decision_id=None if run.decision_id is None else public("dec", run.decision_id),
        outcome=run.outcome,
    )


def _standing(run: FeedRun) -> Standing:
    if run.taken:
        return "recorded"
    if run.repeated:
        return "existing"
    return "conflict" if run.refused else "skipped"
