"""The worker's side: takes what is due, works turns off side by side, and writes what they came to, many in one commit.

A worker that dies leaves leases that run out, and turns that are carried out again from the same state, under the same keys.
A lease that was lost makes its turn void: the write asks for the fence that the lease gave.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core import events, intake
from core.clock import Clock, ahead, true_now
from core.database import Database, Transaction
from core.errors import ErrorKind, PlatformError
from core.ids import public
from core.intake import Entry
from resolution.actions import Actions
from resolution.sealing import Sealing, sealings
from resolution.workflows import instance_store, queue_store
from resolution.workflows.instance_store import Loaded
from resolution.workflows.outcomes import Outcome, erased, opened
from resolution.workflows.queue_store import Leased
from resolution.workflows.turn import Held, Turn
from resolution.workflows.versions import KnownVersions
from tenants.vaults import Vaults

_log = logging.getLogger(__name__)


class RunnerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """of_one_environment: instances of it that may be under way at once, in all workers together; the bound that keeps a
    tenant whose connectors hang from holding up the others.
    """

    lease_s: float = 60.0
    at_once: int = 64
    in_flight_max: int = 256
    of_one_environment: int = 64
    idle_s: float = 0.25


class Runner:
    def __init__(
        self, database: Database, vaults: Vaults, clock: Clock, actions: Actions, settings: RunnerSettings
    ) -> None:
        self._database = database
        self._vaults = vaults
        self._clock = clock
        self._actions = actions
        self._settings = settings
        self._versions = KnownVersions()
        self._turns: set[asyncio.Task[None]] = set()
        self._ended: asyncio.Queue[Outcome] = asyncio.Queue(settings.in_flight_max)
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled; turns under way are then left to their leases."""
        saver = asyncio.create_task(self._save_ended())
        try:
            while True:
                self._wake.clear()
                taken = await self.take()
                if saver.done():
                    saver.result()
                if not taken:
                    await self._rest()
        finally:
            for task in (*self._turns, saver):
                task.cancel()
            await asyncio.gather(*self._turns, saver, return_exceptions=True)

    async def run_due(self) -> int:
        """Work off all that is due now, and what becomes due by it. Returns: how many turns that were."""
        turns = 0
        while taken := await self.take():
            turns += taken
            await asyncio.gather(*self._turns)
            while not self._ended.empty():
                await self._save(self._drained(self._ended.get_nowait()))
        return turns

    async def take(self) -> int:
        """Begin turns, as many as there is room for. Returns: how many were leased."""
        room = min(
            self._settings.at_once, self._settings.in_flight_max - len(self._turns) - self._ended.qsize()
        )
        if room <= 0:
            return 0
        lease = dt.timedelta(seconds=self._settings.lease_s)
        async with self._database.unscoped() as tx:
            leased = await queue_store.take(
                tx, true_now(self._clock), lease, room, self._settings.of_one_environment
            )
        for turn in await self._load(leased):
            with ahead(turn.ahead):  # the task keeps it to its end
                task = asyncio.create_task(self._work(turn))
            self._turns.add(task)
            task.add_done_callback(self._turn_ended)
        return len(leased)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(self._settings.idle_s):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _load(self, leased: Sequence[Leased]) -> list[Turn]:
        if not leased:
            return []
        by_id = {each.instance_id: each for each in leased}
        environments = sorted({each.environment_id for each in leased})
        turns = []
        async with self._database.transaction(environments) as tx:
            rows = await instance_store.load(tx, environments, list(by_id))
            definitions = {
                row.id: await self._versions.get(tx, row.environment_id, row.version_id) for row in rows
            }
            words = await self._words(tx, rows)
        for row in rows:
            ours, definition, held = (
                by_id[row.id],
                definitions[row.id],
                words[row.environment_id, row.customer],
            )
            try:
                state = opened(held, row)
            except (
                PlatformError
            ) as error:  # it cannot be opened: its lease runs out, and it is looked at again
                _log.warning("An instance cannot be read.", extra={"code": error.code})
                continue
            if state is None:
                with ahead(ours.ahead):
                    self._ended.put_nowait(erased(definition, ours, row.version_id, self._clock))
                continue
            turns.append(Turn(ours, row, Held(definition, held, state), self._actions, self._clock))
        return turns

    async def _words(
        self, tx: Transaction, rows: Sequence[Loaded]
    ) -> dict[tuple[UUID, UUID | None], Sealing]:
        """The keys that the data of instances rest under, by environment and customer."""
        found = {}
        for environment_id in {row.environment_id for row in rows}:
            vault = await self._vaults.of(environment_id)
            about = [row.customer for row in rows if row.environment_id == environment_id]
            for customer, held in (await sealings(tx, vault, about)).items():
                found[environment_id, customer] = held
        return found

    async def _work(self, turn: Turn) -> None:
        try:
            await self._ended.put(await turn.work())
        except Exception:  # noqa: BLE001  the worker loop: the lease runs out, and the turn is carried out again
            _log.exception("A turn of a workflow failed.", extra={"component": "workflows"})

    def _turn_ended(self, task: asyncio.Task[None]) -> None:
        self._turns.discard(task)
        self._wake.set()

    async def _save_ended(self) -> None:
        while True:
            batch = self._drained(await self._ended.get())
            try:
                await self._save(batch)
            except PlatformError as error:
                if error.kind is not ErrorKind.UNAVAILABLE:
                    raise
                _log.warning("Turns of workflows could not be written.", extra={"code": error.code})
            self._wake.set()

    def _drained(self, first: Outcome) -> list[Outcome]:
        batch = [first]
        while len(batch) < self._settings.at_once and not self._ended.empty():
            batch.append(self._ended.get_nowait())
        return batch

    async def _save(self, batch: Sequence[Outcome]) -> None:
        """Write what turns came to, of those whose lease is still ours: row, steps, entries, events and place in one commit."""
        environments = sorted({each.leased.environment_id for each in batch})
        async with self._database.transaction(environments) as tx:
            ours = await queue_store.place(tx, [(each.placed, self._now_of(each)) for each in batch])
            kept = [each for each in batch if each.leased.instance_id in ours and each.saved is not None]
            await instance_store.save(
                tx,
                [each.saved for each in kept if each.saved is not None],
                [(each.leased.environment_id, step) for each in kept for step in each.steps],
            )
            entries = [_in_truth(entry, each) for each in kept for entry in each.entries]
            if entries:
                await intake.append_many(tx, entries)
            for each in kept:
                with ahead(each.leased.ahead):
                    await self._announce(tx, each)
            over = [
                each.leased.instance_id for each in kept if each.saved is not None and each.saved.ended_at
            ]
            if over:
                await queue_store.remove(tx, over)

    def _now_of(self, outcome: Outcome) -> dt.datetime:
        with ahead(outcome.leased.ahead):
            return self._clock.now()

    async def _announce(self, tx: Transaction, outcome: Outcome) -> None:
        subject = public("wfi", outcome.leased.instance_id)
        for told in outcome.told:
            await events.announce(
                tx, self._clock, outcome.leased.environment_id, told.kind, subject, told.data
            )


def _in_truth(entry: Entry, outcome: Outcome) -> Entry:
    """With the true time: one commit writes for environments of different times, and none of them is at hand."""
    by = outcome.leased.ahead
    return msgspec.structs.replace(entry, at=entry.at - by) if by else entry
