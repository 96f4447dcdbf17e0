"""Sends what is due, from a loop of its own: so many at once, of one endpoint only a few, and nothing is held open meanwhile.

A delivery is taken by moving its time past the longest call; a worker that dies leaves it there, and it comes up again.
"""

import asyncio
import datetime as dt
import logging
import secrets
from collections import Counter
from collections.abc import Callable
from uuid import UUID

import msgspec

from core import intake
from core.clock import Clock, ahead
from core.database import Database, Transaction
from core.errors import PlatformError
from core.events import announce
from core.ids import public, uuid7
from core.moved_clocks import ahead_of
from core.outbox import enqueue
from resolution.outbound.exchange import TOTAL_TIMEOUT_S, Request, WayOut
from resolution.webhooks import delivery_store, endpoint_store, schedule, signing
from resolution.webhooks.delivery_store import Due, StoredMessage
from resolution.webhooks.endpoints import SEALED_AS
from resolution.webhooks.entities import Attempt, Endpoint
from resolution.webhooks.messages import message_name
from tenants.notices import NOTICE_TOPIC, Notice
from tenants.vaults import Vaults

AT_ONCE = 32
OF_ONE_ENDPOINT = 4
LEASE = dt.timedelta(seconds=4 * TOTAL_TIMEOUT_S)
_LOOK_EVERY_S = 0.5

_log = logging.getLogger(__name__)


class _Ready(msgspec.Struct, frozen=True):
    """Everything that a call needs, so that no transaction is open while it waits."""

    endpoint: Endpoint
    message: StoredMessage
    secrets: list[bytes]


class _Tried(msgspec.Struct, frozen=True):
    attempt: Attempt
    retry_after_s: int | None = None


class WebhookSender:
    def __init__(
        self,
        database: Database,
        vaults: Vaults,
        way_out: WayOut,
        clock: Clock,
        *,
        jitter: Callable[[], float] = lambda: secrets.randbelow(1_000) / 1_000,
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._way_out = way_out
        self._clock = clock
        self._jitter = jitter
        self._in_hand: Counter[UUID] = Counter()
        self._ended = asyncio.Event()

    async def run(self) -> None:
        """Look twice a second, and whenever a call has ended, for what is due. Until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._ended.clear()
                for due in await self.take():
                    group.create_task(self._guarded(due))
                await self._pause()

    async def take(self) -> list[Due]:
        """Take what is due and may be sent now."""
        free = AT_ONCE - self._in_hand.total()
        if free <= 0:
            return []
        now = self._clock.now()
        async with self._database.unscoped() as tx:
            taken = await delivery_store.take(tx, now, now + LEASE, OF_ONE_ENDPOINT, +self._in_hand, free)
        self._in_hand.update(due.endpoint_id for due in taken)
        return taken

    async def deliver(self, due: Due) -> None:
        """Try one delivery, and write down what came of it."""
        ready = await self._ready(due)
        if ready is None:
            return
        tried = await self._send(ready)
        async with self._database.transaction(due.environment_id) as tx:
            await self._settle(tx, due, tried)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_EVERY_S):
                await self._ended.wait()
        except TimeoutError:
            return

    async def _guarded(self, due: Due) -> None:
        """A fault of one delivery is told, and its lease brings it back; the others go on."""
        (error,) = await asyncio.gather(self.deliver(due), return_exceptions=True)
        self._in_hand = +(self._in_hand - Counter([due.endpoint_id]))
        self._ended.set()
        if error is not None:
            _log.error("A delivery failed on our side.", extra={"component": "webhooks"}, exc_info=error)

    async def _ready(self, due: Due) -> _Ready | None:
        vault = await self._vaults.of(due.environment_id)
        async with self._database.transaction(due.environment_id) as tx:
            endpoint = await endpoint_store.find(tx, due.environment_id, due.endpoint_id)
            message = await delivery_store.find_message(tx, due.environment_id, due.message_id)
            delivery = await delivery_store.find(tx, due)
            if endpoint is None or message is None or delivery is None or delivery.state != "waiting":
                await delivery_store.drop(tx, due)
                return None
            sealed = await endpoint_store.secrets(tx, due.environment_id, due.endpoint_id, self._clock.now())
        opened = [vault.open_tenant(SEALED_AS, secret_id, each) for secret_id, each in sealed]
        return _Ready(endpoint, message, opened)

    async def _send(self, ready: _Ready) -> _Tried:
        now, message = self._clock.now(), ready.message
        signed = signing.headers(ready.secrets, message_name(message.id), int(now.timestamp()), message.body)
        request = Request(
            method="POST",
            url=ready.endpoint.url,
            headers=signed | {"content-type": "application/json"},
            body=message.body,
        )
        started = asyncio.get_running_loop().time()
        try:
            reply = await self._way_out.send(request)
        except PlatformError as error:
            took = round((asyncio.get_running_loop().time() - started) * 1_000)
            word = error.internal if error.code == "target_unreachable" else error.code
            return _Tried(Attempt(at=now, status=None, ms=took, error=word))
        attempt = Attempt(at=now, status=reply.status, ms=reply.ms, error=None)
        return _Tried(attempt, schedule.retry_after_of(reply.headers.get("retry-after")))

    async def _settle(self, tx: Transaction, due: Due, tried: _Tried) -> None:
        now = self._clock.now()
        endpoint = await endpoint_store.find(tx, due.environment_id, due.endpoint_id, locked=True)
        delivery = await delivery_store.find(tx, due, locked=True)
        if endpoint is None or delivery is None:
            return
        verdict = schedule.judge(
            delivery.tries + 1,
            tried.attempt.status,
            retry_after_s=tried.retry_after_s,
            failing_since=endpoint.failing_since,
            now=now,
            jitter=self._jitter(),
        )
        waits = verdict.wait_s is not None and endpoint.disabled_at is None
        state = "given_up" if verdict.state == "waiting" and not waits else verdict.state
        due_at = now + dt.timedelta(seconds=verdict.wait_s) if waits and verdict.wait_s is not None else None
        await delivery_store.save(
            tx,
            due.environment_id,
            msgspec.structs.replace(
                delivery,
                state=state,
                tries=delivery.tries + 1,
                attempts=[*delivery.attempts, tried.attempt],
                due_at=due_at,
            ),
        )
        await self._mark(tx, endpoint, verdict, tried.attempt.at)

    async def _mark(
        self,
        tx: Transaction,
        endpoint: Endpoint,
        verdict: schedule.Verdict,
        at: dt.datetime,
    ) -> None:
        """Remember since when an endpoint fails, and end it where that was long enough."""
        if verdict.state == "delivered":
            marked = msgspec.structs.replace(endpoint, failing_since=None)
        else:
            marked = msgspec.structs.replace(endpoint, failing_since=endpoint.failing_since or at)
        if verdict.disable is not None and endpoint.disabled_at is None:
            marked = msgspec.structs.replace(
                marked, disabled_at=self._clock.now(), disabled_reason=verdict.disable
            )
            await self._disable(tx, marked)
        if marked != endpoint:
            await endpoint_store.save(tx, marked)

    async def _disable(self, tx: Transaction, endpoint: Endpoint) -> None:
        """End what waits, tell the other endpoints and the tenant's people, and enter it in the ledger."""
        now, environment_id = self._clock.now(), endpoint.environment_id
        name, reason = public("whk", endpoint.id), endpoint.disabled_reason or "failing"
        await delivery_store.give_up(tx, environment_id, endpoint.id)
        since = None if endpoint.failing_since is None else endpoint.failing_since.isoformat()
        told = {"reason": reason, "failing_since": since}
        with ahead(await ahead_of(tx, environment_id)):
            await announce(tx, self._clock, environment_id, "webhook.disabled", name, told)
        why = "it answered 410 (gone)" if reason == "gone" else "it took nothing for three days"
        notice = Notice(
            subject="Countermark: a webhook endpoint was disabled",
            text=f"The endpoint {name} gets no more events: {why}. Enable it again, and replay what it missed.",
        )
        await enqueue(tx, self._clock, environment_id, NOTICE_TOPIC, msgspec.json.encode(notice))
        entry = intake.Entry(
            typ="webhook.disable.v1",
            log=environment_id,
            eid=uuid7(self._clock),
            at=now,
            act="system",
            out=reason,
            refs=(endpoint.id,),
        )
        await intake.append(tx, entry)
