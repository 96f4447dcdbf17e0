"""What goes wrong between us and a chain, on a real node: no epoch twice, caught up within a minute, and decisions go on."""

import asyncio
import contextlib
import datetime as dt
import json
import pathlib
import sys
import time
from collections.abc import AsyncIterator, Iterator

import httpx
import msgspec
import pytest

from app import launch
from app.scratch import scratch
from app.settings import from_environment
from bench.anvil import BINARY, CHAIN_ID, Anvil, running_anvil
from core.clock import ManualClock
from core.database import Database
from ledger.adapters import chain_proofs
from ledger.adapters.chain_proofs import ChainProofUnavailable
from ledger.adapters.ethereum import close, endpoint
from ledger.anchoring import store
from ledger.anchoring.anchorer import Anchorer
from ledger.anchoring.settings import AnchorSettings
from ledger.anchoring.states import Anchor, Place
from ledger.anchoring.store import WatchRow
from ledger.verifier.chain import ChainRefused, parse_chain_proof, verify_chain_proof
from ledger.verifier.trust import Pin, Trust
from tests.fakes.epochs import FakeEpochs
from tests.faults.conftest import Installation
from tests.faults.load import Load
from tests.faults.on_anvil import OnAnvil, on_anvil
from tests.ledger.anchoring.conftest import CONFIRMATIONS, ChainUnderTest
from tests.ledger.anchoring.test_chain_contract import (  # noqa: F401  the same contract, on a real node
    test_nonces_settle_with_depth,
    test_signing_is_repeatable,
    test_the_contract_refuses_what_does_not_continue,
    test_the_market_has_a_price,
    test_the_same_bytes_twice_are_one_transaction,
    test_what_was_signed_is_found_by_its_hash,
)

pytestmark = [
    pytest.mark.ledger_faults,
    pytest.mark.skipif(
        not BINARY.exists(), reason="anvil is not there: cd contracts && npm ci --ignore-scripts"
    ),
]

PERIOD_S = 600
BLOCK_S = 12.0
SETTINGS = AnchorSettings(fee_ceiling_gwei=50, confirmations=CONFIRMATIONS, every_s=PERIOD_S)
CAUGHT_UP_S_MAX = 60.0


@pytest.fixture
def node(tmp_path: pathlib.Path) -> Iterator[Anvil]:
    with running_anvil(tmp_path) as running:
        yield running


@pytest.fixture
async def under_test(node: Anvil) -> AsyncIterator[ChainUnderTest]:
    made = await on_anvil(node, CONFIRMATIONS)
    yield made
    await made.close()


@pytest.fixture
def epochs() -> FakeEpochs:
    made = FakeEpochs()
    made.grow(12)
    return made


class World:
    """Anchoring on a real node, in time that is told: a block every twelve seconds of it."""

    def __init__(self, database: Database, clock: ManualClock, on: OnAnvil) -> None:
        self.database, self.clock, self.on, self.node = database, clock, on, on.node
        self.epochs = FakeEpochs()
        self.anchorer = Anchorer(database, self.epochs, on.chain, clock, SETTINGS)
        self.place = Place(on.chain.chain_id, on.chain.contract)

    async def turn(self, *, block: bool = True) -> None:
        await self.anchorer.turn()
        if block:
            self.node.mine()
        self.clock.advance(dt.timedelta(seconds=BLOCK_S))

    async def open(self) -> list[Anchor]:
        async with self.database.unscoped() as tx:
            return await store.open_anchors(tx, self.place)

    async def watch(self) -> WatchRow:
        async with self.database.unscoped() as tx:
            found = await store.find_watch(tx, self.place)
        assert found is not None
        return found

    async def latest(self) -> int:
        return (await self.on.chain.look([])).latest_epoch

    async def caught_up(self, limit_s: float = 600.0) -> float:
        """Go on until the chain holds the newest epoch. Returns: seconds of the told time."""
        began = self.clock.now()
        while await self.latest() < len(self.epochs.leaves):
            assert (self.clock.now() - began).total_seconds() < limit_s
            await self.turn()
        return (self.clock.now() - began).total_seconds()

    async def settled(self) -> None:
        for _ in range(CONFIRMATIONS + 2):
            await self.turn()
        assert await self.open() == []

    def period(self) -> None:
        self.epochs.grow()
        self.clock.advance(dt.timedelta(seconds=PERIOD_S))

    def anchored(self) -> list[int]:
        return self.node.anchored(self.place.contract)


@pytest.fixture
async def world(database: Database, clock: ManualClock, node: Anvil) -> AsyncIterator[World]:
    on = await on_anvil(node, CONFIRMATIONS)
    made = World(database, clock, on)
    made.period()
    await made.caught_up()
    await made.settled()
    yield made
    await on.close()


async def test_a_reorganisation(world: World) -> None:
    """The block with the anchor is gone, and every node forgot the transaction: it is sent again, once."""
    world.period()
    await world.turn()
    await world.turn()
    assert (await world.open())[0].state == "mined"
    world.node.reorganise(2)
    assert await world.latest() == 1
    took_s = await world.caught_up()
    await world.settled()
    assert world.anchored() == [1, 2]
    assert took_s <= CAUGHT_UP_S_MAX
    _tell(f"reorganisation of two blocks: anchored again {took_s:.0f} s after")


async def test_a_reorganisation_of_what_was_confirmed(world: World) -> None:
    """Deeper than was thought possible: noticed, and anchored again."""
    world.period()
    await world.caught_up()
    await world.settled()
    world.node.reorganise(CONFIRMATIONS + 4)
    assert await world.latest() == 1
    took_s = await world.caught_up()
    await world.settled()
    assert world.anchored() == [1, 2]
    assert took_s <= CAUGHT_UP_S_MAX


async def test_no_endpoint_for_an_hour(world: World) -> None:
    """Six periods pass: one anchor of the newest epoch covers them."""
    world.node.stop()
    for _ in range(6):
        world.period()
        for _ in range(3):
            await world.turn(block=False)
    assert (await world.watch()).trouble == "chain_unavailable"
    world.node.start()
    took_s = await world.caught_up()
    await world.settled()
    assert world.anchored() == [1, 7]
    assert (await world.watch()).trouble is None
    assert took_s <= CAUGHT_UP_S_MAX
    _tell(f"an hour without an endpoint: caught up {took_s:.0f} s after")


async def test_an_hour_without_an_endpoint_after_sending(world: World) -> None:
    """Sent, and then nothing is heard for an hour: whatever became of it, one anchor of each epoch."""
    world.period()
    await world.anchorer.turn()
    world.node.stop()
    for _ in range(6):
        world.period()
        await world.turn(block=False)
    world.node.start()
    took_s = await world.caught_up()
    await world.settled()
    epochs = world.anchored()
    assert epochs == sorted(set(epochs))
    assert epochs[-1] == 8
    assert took_s <= CAUGHT_UP_S_MAX


async def test_a_stuck_nonce(world: World) -> None:
    """What was sent pays too little now: replaced under the same nonce, it goes in with the newest epoch."""
    world.period()
    await world.anchorer.turn()
    (stuck,) = await world.open()
    world.node.base_fee(30)
    world.node.mine()
    assert await world.latest() == 1
    world.epochs.grow()
    ends = world.clock.now() + dt.timedelta(seconds=120)
    while await world.latest() < 3 and world.clock.now() < ends:
        await world.anchorer.turn()
        world.node.base_fee(30)
        world.node.mine()
        world.clock.advance(dt.timedelta(seconds=BLOCK_S))
    await world.settled()
    assert world.anchored() == [1, 3]
    assert (await world.on.chain.look([])).next_nonce == stuck.nonce + 1


async def test_a_fee_spike(world: World) -> None:
    """Above the ceiling nothing is signed, and it says so; when fees are down again it catches up."""
    for _ in range(5):
        world.period()
        for _ in range(3):
            world.node.base_fee(400)
            await world.turn()
    assert (await world.watch()).doing == "fee_above_ceiling", await world.watch()
    assert world.anchored() == [1]
    world.node.base_fee(10)
    world.node.mine()
    took_s = await world.caught_up()
    await world.settled()
    assert world.anchored() == [1, 6]
    assert took_s <= CAUGHT_UP_S_MAX
    _tell(f"a fee spike above the ceiling: caught up {took_s:.0f} s after")


async def test_a_proof_from_a_node_is_accepted_offline(world: World) -> None:
    """Header, account and storage as the node tells them, up to a pinned block; with another block pinned, refused."""
    opened = endpoint(world.node.url)
    try:
        file, block_hash = await chain_proofs.prove(opened, world.place, 1, None)
        with pytest.raises(ChainProofUnavailable):
            await chain_proofs.prove(opened, world.place, 2, None)
    finally:
        await close([opened])
    proof = parse_chain_proof(json.loads(msgspec.json.encode(file)))
    pinned = Pin(CHAIN_ID, world.place.contract)
    trust = Trust((), (), chains=(pinned,), blocks=(Pin(CHAIN_ID, block_hash),))
    found = verify_chain_proof(proof, trust)
    assert found.root == await world.epochs.root_of(1)
    assert found.state is not None
    assert found.state.signer == world.on.chain.sender
    with pytest.raises(ChainRefused):
        verify_chain_proof(proof, Trust((), (), chains=(pinned,), blocks=(Pin(CHAIN_ID, bytes(32)),)))


SERVICE_EPOCH_S, OUTAGE_S, CALM_S = 3, 30.0, 10.0


async def test_decisions_go_on_whatever_the_chain_does(seed: int) -> None:
    """The real service under load while its node is gone, reorganises and becomes dear: every question is answered as before."""
    if sys.platform != "linux":
        pytest.skip("the tests of faults find processes in /proc")
    with scratch("chain-faults") as folder, running_anvil(folder, block_s=1) as node:
        variables = launch.environment(folder / "data") | {
            "COUNTERMARK_CHAIN_RPC_URLS": node.url,
            "COUNTERMARK_CHAIN_ID": str(CHAIN_ID),
            "COUNTERMARK_CHAIN_CONFIRMATIONS": str(CONFIRMATIONS),
            "COUNTERMARK_CHAIN_ANCHOR_EVERY_S": str(SERVICE_EPOCH_S),
            "COUNTERMARK_EPOCH_EVERY_S": str(SERVICE_EPOCH_S),
        }
        contract = await _deployed(node, variables)
        variables["COUNTERMARK_CHAIN_ANCHOR_CONTRACT"] = f"0x{contract.hex()}"
        with launch.running(variables):
            installation = Installation(variables=variables, settings=from_environment(variables))
            load = Load(await installation.sandbox(), seed, rest_lanes=4, rpc_lanes=1, pause_s=0.02)
            async with load.running():
                await _service_caught_up(node, contract, 1, 90.0)
                # In threads: the lanes are on this loop, and what it stands still for would count as the service's silence.
                await asyncio.to_thread(node.stop)
                await asyncio.sleep(OUTAGE_S)
                await asyncio.to_thread(node.start)
                before = await asyncio.to_thread(node.anchored, contract)
                after_outage_s = await _service_caught_up(node, contract, before[-1] + 1, CAUGHT_UP_S_MAX)
                await asyncio.to_thread(node.reorganise, 3)
                after_reorg_s = await _service_caught_up(node, contract, before[-1] + 2, CAUGHT_UP_S_MAX)
                await asyncio.sleep(CALM_S)
                await load.stop()
        epochs = node.anchored(contract)
    assert epochs == sorted(set(epochs))
    assert load.trouble == {}
    assert len(load.acknowledged) > 100
    _tell(
        f"{len(load.acknowledged)} decisions, none refused; {len(epochs)} anchors, none twice; caught up {after_outage_s:.0f} s "
        f"after an outage of {OUTAGE_S:.0f} s, {after_reorg_s:.0f} s after a reorganisation of three blocks"
    )


async def _deployed(node: Anvil, variables: dict[str, str]) -> bytes:
    """Deploy with the installation's own key, as an operator does."""
    with launch.running(variables):
        address = await _command(variables, "chain", "key")
        node.fund(address)
        printed = await _command(variables, "chain", "deploy")
    return bytes.fromhex(printed.removeprefix("COUNTERMARK_CHAIN_ANCHOR_CONTRACT=0x"))


async def _command(variables: dict[str, str], *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app.cli.main", *arguments, env=variables, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0
    return printed.decode().strip()


async def _service_caught_up(node: Anvil, contract: bytes, epoch: int, limit_s: float) -> float:
    """Wait until the chain holds this epoch or a later one. Returns: seconds."""
    began = time.monotonic()
    while True:
        with contextlib.suppress(httpx.HTTPError):
            if max(await asyncio.to_thread(node.anchored, contract), default=0) >= epoch:
                return time.monotonic() - began
        assert time.monotonic() - began < limit_s, f"epoch {epoch} is not on the chain"
        await asyncio.sleep(0.5)


def _tell(figure: str) -> None:
    sys.stdout.write(f"\n{figure}\n")
