"""Anchoring itself: look at the chain, keep what became of each anchor, take the one next step. Turn by turn.

Every signed transaction is committed before it is sent: after a crash in between, the same bytes are sent, and no second
transaction is made. One leader for the installation, by an advisory lock on a connection of its own.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Sequence

import asyncpg
import msgspec

from core.clock import Clock
from core.database import CONNECTION_ERRORS, Database
from core.errors import DatabaseUnavailable, ErrorKind, PlatformError
from ledger.anchoring import states, store
from ledger.anchoring.chain import AnchorCall, Chain, Fees, Seen
from ledger.anchoring.epochs import Epochs
from ledger.anchoring.root_signing import RootSigner
from ledger.anchoring.settings import AnchorSettings
from ledger.anchoring.states import Anchor, Attempt, Place, Replace, Resend, Situation, Submit, Wait
from ledger.anchoring.store import WatchRow

_LEAD_EVERY_S = 2.0
_GAS_SPARE = (6, 5)

_log = logging.getLogger(__name__)


class AnchorRefused(PlatformError):
    """The chain holds what the super-log has not, or has otherwise: nothing is signed until a person has looked."""

    kind = ErrorKind.PRECONDITION
    code = "anchor_refused"
    fix = "The database is older than what was anchored, or another installation has the key. Restore a newer backup."

    def __init__(self, message: str, *, trouble: str, internal: str) -> None:
        super().__init__(message, internal=internal)
        self.trouble = trouble


class FundsShort(PlatformError):
    kind = ErrorKind.PRECONDITION
    code = "anchor_funds_short"
    fix = "Send ether to the address that `countermark chain key` prints."


class Anchorer:
    """`run()` leads, or waits to lead, until cancelled. `turn()` is one look and one step."""

    def __init__(
        self, database: Database, epochs: Epochs, chain: Chain, clock: Clock, settings: AnchorSettings
    ) -> None:
        self._database = database
        self._epochs = epochs
        self._chain = chain
        self._clock = clock
        self._settings = settings
        self._sent: dict[bytes, dt.datetime] = {}
        self._trouble: str | None = None
        self._place = Place(chain.chain_id, chain.contract)
        self._roots = RootSigner(database, epochs, chain, clock)

    async def run(self) -> None:
        """Raises: DatabaseUnavailable. The caller starts it again."""
        async with self._database.listening() as connection:
            try:
                while not await store.try_lead(connection):  # noqa: ASYNC110  another process holds the lock
                    await asyncio.sleep(_LEAD_EVERY_S)
                _log.info("Anchoring.")
                while True:
                    busy = await self.turn()
                    await connection.fetchval("SELECT 1")  # with the connection goes the lead
                    await asyncio.sleep(self._settings.busy_poll_s if busy else self._settings.idle_poll_s)
            except (asyncpg.InterfaceError, *CONNECTION_ERRORS) as error:
                raise DatabaseUnavailable("The anchoring connection broke.", internal=repr(error)) from error

    async def turn(self) -> bool:
        """Look and do the next step. Trouble is written down, for the metrics and for people, and ends the turn.

        Returns: whether to look again soon. Raises: DatabaseUnavailable.
        """
        try:
            busy = await self.step()
        except DatabaseUnavailable:
            raise
        except PlatformError as error:
            trouble = error.trouble if isinstance(error, AnchorRefused) else error.code
            if trouble != self._trouble:  # once, not every three seconds of an outage
                _log.warning("No anchor can be made.", extra={"code": trouble, "internal": error.internal})
            self._trouble = trouble
            await self._keep_trouble(trouble, error.message)
            return error.kind is ErrorKind.UNAVAILABLE
        if self._trouble is not None:
            _log.info("Anchors can be made again.", extra={"code": self._trouble})
        self._trouble = None
        return busy

    async def step(self) -> bool:
        """As `turn`, without writing trouble down. Raises: PlatformError."""
        async with self._database.unscoped() as tx:
            anchors = await store.open_anchors(tx, self._place)
            confirmed = await store.newest_confirmed(tx, self._place)
            last_at = await store.last_submitted_at(tx, self._place)
            asked_at = await store.asked_at(tx, self._place)
        hashes = [one.tx_hash for anchor in (confirmed, *anchors) if anchor for one in anchor.attempts]
        seen = await self._chain.look(hashes)
        newest = await self._epochs.newest_epoch()
        known = await self._epochs.root_of(seen.latest_epoch) if seen.latest_epoch else None
        refusal = states.guard(seen, newest, known)
        if refusal is not None:
            raise AnchorRefused(
                "The chain holds an epoch that the super-log does not have.",
                trouble=refusal.trouble,
                internal=refusal.internal,
            )
        await self._roots.turn(seen)
        if confirmed is not None and states.unsettled(confirmed, seen):
            anchors = [confirmed, *anchors]
        anchors = await self._settle(anchors, seen)
        doing = await self._next(anchors, seen, newest, self._due(last_at, asked_at))
        await self._keep_watch(seen, newest, doing)
        return doing in {"in_flight", "sent"}  # what is mined, or too dear, can wait for its next look

    def _due(self, last_at: dt.datetime | None, asked_at: dt.datetime | None) -> bool:
        if last_at is None or (asked_at is not None and asked_at > last_at):
            return True
        return self._clock.now() - last_at >= dt.timedelta(seconds=self._settings.every_s)

    async def _settle(self, anchors: Sequence[Anchor], seen: Seen) -> list[Anchor]:
        """Write down what became of each. Returns: those still open."""
        still: list[Anchor] = []
        for before in anchors:
            after = states.settled(before, seen, self._settings.confirmations)
            if after != before:
                _log.info(
                    "An anchor moved on.", extra={"internal": f"epoch={after.standing.epoch} {after.state}"}
                )
                async with self._database.unscoped() as tx:
                    await store.keep_state(tx, after, self._clock.now())
                if after.state == "submitted":  # taken back by a reorganisation: send it again at once
                    self._sent.pop(after.newest.tx_hash, None)
            if after.state in states.OPEN:
                still.append(after)
        return still

    async def _next(self, anchors: Sequence[Anchor], seen: Seen, newest: int, due: bool) -> str:  # noqa: FBT001
        """Take the next step. Returns: what is being done, for people."""
        step = states.next_step(
            Situation(
                open=anchors,
                seen=seen,
                newest_epoch=newest,
                due=due,
                market=await self._chain.market(),
                ceiling_wei=self._settings.ceiling_wei,
                now=self._clock.now(),
                sent=self._sent,
            )
        )
        match step:
            case Wait():
                return step.why
            case Resend():
                await self._send(step.anchor.newest)
            case Submit():
                first = await self._sign(step.nonce, 1, step.epoch, step.from_epoch, step.fees, seen)
                async with self._database.unscoped() as tx:
                    await store.add_anchor(tx, self._place, self._chain.sender, step.nonce, first)
                await self._send(first)
            case Replace():
                anchor = step.anchor
                number = anchor.newest.number + 1
                further = await self._sign(anchor.nonce, number, step.epoch, step.from_epoch, step.fees, seen)
                async with self._database.unscoped() as tx:
                    await store.add_attempt(tx, anchor, further)
                await self._send(further)
        return "sent"

    async def _sign(
        self, nonce: int, number: int, epoch: int, from_epoch: int, fees: Fees, seen: Seen
    ) -> Attempt:
        """Try the call for nothing, then sign it. Raises: WouldRevert, FundsShort, AnchorRefused."""
        root = await self._epochs.root_of(epoch)
        if root is None:
            raise AnchorRefused(
                "The super-log lost an epoch.", trouble="chain_ahead", internal=f"{epoch=} {from_epoch=}"
            )
        proof = await self._epochs.consistency(from_epoch, epoch) if from_epoch else ()
        digest = await self._epochs.bundle_digest(epoch)
        call = AnchorCall(epoch=epoch, root=root, bundle_digest=digest, consistency=tuple(proof))
        gas = -(-await self._chain.gas_for(call) * _GAS_SPARE[0] // _GAS_SPARE[1])
        if seen.balance_wei < gas * fees.max_wei:
            raise FundsShort(
                "The key that anchors has too little ether.",
                internal=f"{seen.balance_wei=} {gas=} {fees.max_wei=}",
            )
        signed = self._chain.sign(call, nonce, fees, gas)
        _log.info("An anchor was signed.", extra={"internal": f"{epoch=} {nonce=} attempt={number}"})
        return Attempt(
            number=number,
            epoch=epoch,
            root=root,
            bundle_digest=digest,
            from_epoch=from_epoch,
            gas=gas,
            fees=fees,
            raw=signed.raw,
            tx_hash=signed.tx_hash,
            signed_at=self._clock.now(),
        )

    async def _send(self, attempt: Attempt) -> None:
        await self._chain.send(attempt.raw)
        self._sent[attempt.tx_hash] = self._clock.now()

    async def _keep_watch(self, seen: Seen, newest: int, doing: str) -> None:
        row = msgspec.structs.replace(
            self._watch_row(None, None),
            newest_epoch=newest,
            head=seen.head,
            latest_epoch=seen.latest_epoch,
            balance_wei=seen.balance_wei,
            doing=doing,
        )
        async with self._database.unscoped() as tx:
            await store.keep_watch(tx, row)

    async def _keep_trouble(self, trouble: str, detail: str) -> None:
        newest = await self._epochs.newest_epoch()
        row = msgspec.structs.replace(self._watch_row(trouble, detail), newest_epoch=newest)
        async with self._database.unscoped() as tx:
            await store.keep_trouble(tx, row)

    def _watch_row(self, trouble: str | None, detail: str | None) -> WatchRow:
        return WatchRow(
            chain_id=self._place.chain_id,
            contract=self._place.contract,
            sender=self._chain.sender,
            every_s=self._settings.every_s,
            confirmations=self._settings.confirmations,
            newest_epoch=0,
            head=0,
            latest_epoch=0,
            balance_wei=0,
            doing="refusing",
            trouble=trouble,
            trouble_detail=detail,
            trouble_since=None,
            looked_at=self._clock.now(),
            first_at=self._clock.now(),
            asked_at=None,
        )
