"""Anchoring on the real database, against a chain in memory: what goes wrong, and that no epoch is anchored twice."""

import dataclasses
import datetime as dt
import random
import secrets

import asyncpg
import pytest

from core.clock import ManualClock
from core.database import Database
from ledger.anchoring import store
from ledger.anchoring.anchorer import Anchorer
from ledger.anchoring.chain import GWEI
from ledger.anchoring.settings import AnchorSettings
from ledger.anchoring.states import Anchor, Attempt, Place
from ledger.anchoring.store import ListedRow, WatchRow
from tests.fakes.chain import FakeChain
from tests.fakes.epochs import FakeEpochs

CONFIRMATIONS = 3
PERIOD_S = 600
SETTINGS = AnchorSettings(fee_ceiling_gwei=50, confirmations=CONFIRMATIONS, every_s=PERIOD_S)


@dataclasses.dataclass
class Anchoring:
    database: Database
    clock: ManualClock
    chain: FakeChain
    epochs: FakeEpochs
    anchorer: Anchorer

    @property
    def place(self) -> Place:
        return Place(self.chain.chain_id, self.chain.contract)

    def restart(self) -> None:
        """A new process: what it had in mind is gone."""
        self.anchorer = Anchorer(self.database, self.epochs, self.chain, self.clock, SETTINGS)

    async def turn(self, blocks: int = 1, seconds: float = 12.0) -> None:
        await self.anchorer.turn()
        self.chain.mine(blocks)
        self.clock.advance(dt.timedelta(seconds=seconds))

    async def until_confirmed(self, turns: int = 20) -> None:
        for _ in range(turns):
            await self.turn()
        assert await self.open() == []

    async def open(self) -> list[Anchor]:
        async with self.database.unscoped() as tx:
            return await store.open_anchors(tx, self.place)

    async def listed(self) -> list[ListedRow]:
        async with self.database.unscoped() as tx:
            rows = await store.page(tx, 2**62, 1_000)
        return [row for row in rows if row.contract == self.chain.contract]

    async def watch(self) -> WatchRow:
        async with self.database.unscoped() as tx:
            return next(row for row in await store.watches(tx) if row.contract == self.chain.contract)

    def next_period(self) -> None:
        self.clock.advance(dt.timedelta(seconds=PERIOD_S))


def anchoring_of(database: Database, clock: ManualClock) -> Anchoring:
    chain, epochs = FakeChain(secrets.token_bytes(20), CONFIRMATIONS), FakeEpochs()
    made = Anchorer(database, epochs, chain, clock, SETTINGS)
    return Anchoring(database, clock, chain, epochs, made)


@pytest.fixture
def anchoring(database: Database, clock: ManualClock) -> Anchoring:
    return anchoring_of(database, clock)


async def test_an_epoch_is_submitted_mined_and_confirmed(anchoring: Anchoring) -> None:
    """The states in their order, each written down, and confirmed at the depth that is set."""
    anchoring.epochs.grow()
    seen = []
    for _ in range(6):
        await anchoring.anchorer.turn()
        seen.append((await anchoring.listed())[0].state)
        anchoring.chain.mine()
    assert seen == ["submitted", "mined", "mined", "confirmed", "confirmed", "confirmed"]
    row = (await anchoring.listed())[0]
    assert (row.epoch, row.root) == (1, await anchoring.epochs.root_of(1))
    assert (row.fee_wei or 0) > 0


async def test_one_anchor_covers_the_epochs_of_a_period(anchoring: Anchoring) -> None:
    """No more than one anchor in a period, however many epochs it has."""
    anchoring.epochs.grow()
    await anchoring.until_confirmed()
    for _ in range(20):
        anchoring.epochs.grow()
        await anchoring.turn()
    assert [one.epoch for one in anchoring.chain.anchored] == [1]
    anchoring.next_period()
    await anchoring.until_confirmed()
    assert [one.epoch for one in anchoring.chain.anchored] == [1, 21]


async def test_asked_for_it_anchors_before_the_period_ends(anchoring: Anchoring) -> None:
    """`countermark chain anchor-now`."""
    anchoring.epochs.grow()
    await anchoring.until_confirmed()
    anchoring.epochs.grow()
    async with anchoring.database.unscoped() as tx:
        assert await store.ask(tx, anchoring.place, anchoring.clock.now())
    await anchoring.turn()
    await anchoring.turn()
    assert [one.epoch for one in anchoring.chain.anchored] == [1, 2]


async def test_a_crash_between_signing_and_sending_sends_the_same_bytes(anchoring: Anchoring) -> None:
    """What was stored is what is sent: one transaction, whatever happens in between."""
    anchoring.epochs.grow()
    anchoring.chain.deaf = True
    await anchoring.anchorer.turn()
    stored = (await anchoring.open())[0].newest.raw
    assert anchoring.chain.sends == []
    anchoring.chain.deaf = False
    anchoring.restart()
    anchoring.epochs.grow(3)
    await anchoring.anchorer.turn()
    assert anchoring.chain.sends == [stored]
    await anchoring.until_confirmed()
    assert [one.epoch for one in anchoring.chain.anchored] == [1]


async def test_a_reorganisation_takes_it_back_to_submitted(anchoring: Anchoring) -> None:
    """Forgotten by every node, it is sent again, and confirmed once."""
    anchoring.epochs.grow()
    await anchoring.turn()
    await anchoring.turn()
    assert (await anchoring.open())[0].state == "mined"
    anchoring.chain.reorganise(2, forget=True)
    assert anchoring.chain.anchored == []
    await anchoring.anchorer.turn()
    assert (await anchoring.open())[0].state == "submitted"
    await anchoring.until_confirmed()
    assert len(anchoring.chain.anchored) == 1
    assert (await anchoring.listed())[0].state == "confirmed"


async def test_a_reorganisation_deeper_than_what_confirms_is_noticed(anchoring: Anchoring) -> None:
    """Confirmed is not for ever where a chain goes further back than was thought possible: it is sent again."""
    anchoring.epochs.grow()
    await anchoring.until_confirmed()
    anchoring.chain.reorganise(anchoring.chain.head, forget=True)
    await anchoring.anchorer.turn()
    assert (await anchoring.listed())[0].state == "submitted"
    await anchoring.until_confirmed()
    assert [one.epoch for one in anchoring.chain.anchored] == [1]


async def test_an_outage_is_caught_up_by_the_newest_epoch(anchoring: Anchoring) -> None:
    """An hour without an endpoint: the next turn anchors, once, what is newest."""
    anchoring.epochs.grow()
    await anchoring.until_confirmed()
    anchoring.chain.down = True
    for _ in range(6):
        anchoring.epochs.grow()
        await anchoring.turn(seconds=600)
    assert (await anchoring.watch()).trouble == "chain_unavailable"
    anchoring.chain.down = False
    await anchoring.turn()
    await anchoring.turn()
    assert [one.epoch for one in anchoring.chain.anchored] == [1, 7]
    assert (await anchoring.watch()).trouble is None


async def test_a_stuck_transaction_is_replaced_and_carries_the_newest_epoch(anchoring: Anchoring) -> None:
    """The same nonce, an eighth more and what the market asks: never two transactions, never a second nonce."""
    anchoring.epochs.grow()
    await anchoring.anchorer.turn()
    anchoring.chain.base_wei = 30 * GWEI
    anchoring.epochs.grow()
    await anchoring.until_confirmed()
    rows = await anchoring.listed()
    assert [(one.epoch, one.nonce) for one in anchoring.chain.anchored] == [(2, 0)]
    assert [(row.epoch, row.state) for row in rows] == [(2, "confirmed")]


async def test_above_the_ceiling_it_waits_and_says_so(anchoring: Anchoring) -> None:
    """Nothing is signed that could cost more than was allowed."""
    anchoring.chain.base_wei = 60 * GWEI
    anchoring.epochs.grow()
    for _ in range(10):
        await anchoring.turn()
    assert anchoring.chain.sends == []
    assert (await anchoring.watch()).doing == "fee_above_ceiling"
    anchoring.chain.base_wei = 20 * GWEI
    await anchoring.until_confirmed()
    assert [one.epoch for one in anchoring.chain.anchored] == [1]
    assert all(one.max_wei <= 50 * GWEI for one in anchoring.chain.anchored)


async def test_a_spike_over_a_sent_one_never_costs_more_than_the_ceiling(anchoring: Anchoring) -> None:
    """It waits in the pool as it is, and goes in when the fees come down."""
    anchoring.epochs.grow()
    await anchoring.anchorer.turn()
    anchoring.chain.base_wei = 500 * GWEI
    for _ in range(30):
        await anchoring.turn()
    assert anchoring.chain.anchored == []
    anchoring.chain.base_wei = 10 * GWEI
    await anchoring.until_confirmed()
    assert len(anchoring.chain.anchored) == 1
    assert all(attempt.fees.max_wei <= 50 * GWEI for attempt in await _attempts(anchoring))


async def test_a_restored_database_signs_nothing(anchoring: Anchoring) -> None:
    """The chain is ahead of the super-log: refuse, and keep refusing when the super-log grows another way."""
    anchoring.epochs.grow(5)
    await anchoring.until_confirmed()
    anchoring.epochs = FakeEpochs(b"restored")
    anchoring.epochs.grow(2)
    anchoring.restart()
    sent = len(anchoring.chain.sends)
    anchoring.next_period()
    await anchoring.turn()
    assert (await anchoring.watch()).trouble == "chain_ahead"
    anchoring.epochs.grow(9)
    anchoring.next_period()
    await anchoring.turn()
    assert (await anchoring.watch()).trouble == "chain_forked"
    assert len(anchoring.chain.sends) == sent


async def test_a_refusal_that_can_be_foreseen_is_not_paid_for(anchoring: Anchoring) -> None:
    """A paused contract costs nothing, and anchoring goes on when it is open again."""
    anchoring.chain.paused = True
    anchoring.epochs.grow()
    for _ in range(5):
        await anchoring.turn()
    assert (await anchoring.watch()).trouble == "chain_would_revert"
    assert anchoring.chain.sends == []
    anchoring.chain.paused = False
    await anchoring.until_confirmed()
    assert len(anchoring.chain.anchored) == 1


async def test_without_ether_it_says_so(anchoring: Anchoring) -> None:
    """Nothing is signed that the key could not pay."""
    anchoring.chain.balance_wei = 10**12
    anchoring.epochs.grow()
    await anchoring.turn()
    assert (await anchoring.watch()).trouble == "anchor_funds_short"
    assert anchoring.chain.sends == []


async def test_a_signed_transaction_is_kept_for_ever(anchoring: Anchoring) -> None:
    """The table of what was signed takes no change."""
    anchoring.epochs.grow()
    await anchoring.turn()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with anchoring.database.unscoped() as tx:
            await tx.execute("DELETE FROM ledger_anchor_attempt")


async def _attempts(anchoring: Anchoring) -> list[Attempt]:
    async with anchoring.database.unscoped() as tx:
        newest = await store.newest_confirmed(tx, anchoring.place)
    assert newest is not None
    return list(newest.attempts)


@pytest.mark.parametrize("seed", range(16))
async def test_whatever_happens_no_epoch_is_anchored_twice(
    database: Database, clock: ManualClock, seed: int
) -> None:
    """Reorganisations, outages, crashes, fees and forgetful nodes in any order: nothing reverts, and all is caught up."""
    rng, anchoring = random.Random(seed), anchoring_of(database, clock)
    chain = anchoring.chain
    for _ in range(40):
        match rng.randrange(12):
            case 0 | 1:
                anchoring.epochs.grow(rng.randint(1, 3))
            case 2:
                chain.reorganise(rng.randint(1, CONFIRMATIONS), forget=rng.random() < 0.5)
            case 3:
                chain.pool.clear()
            case 4:
                chain.base_wei = rng.randint(1, 80) * GWEI
            case 5:
                chain.down = not chain.down
            case 6:
                chain.deaf = not chain.deaf
            case 7:
                anchoring.restart()
            case 8:
                anchoring.next_period()
            case _:
                pass
        await anchoring.turn(blocks=rng.randint(0, 2), seconds=rng.randint(1, 60))
        _check(chain)
    chain.down = chain.deaf = False
    chain.base_wei = 5 * GWEI
    anchoring.epochs.grow()
    anchoring.next_period()
    await anchoring.until_confirmed(40)
    _check(chain)
    assert chain.anchored[-1].epoch == len(anchoring.epochs.leaves)
    kept = [(row.epoch, row.root) for row in reversed(await anchoring.listed())]
    assert kept == [(one.epoch, one.root) for one in chain.anchored]


def _check(chain: FakeChain) -> None:
    epochs = [one.epoch for one in chain.anchored]
    assert epochs == sorted(set(epochs))
    assert chain.reverted == []
