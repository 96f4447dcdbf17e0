"""Roots that are signed for the contract, on py-evm and the real database: published once each, and held against whoever signed two."""

import dataclasses
import pathlib

import asyncpg
import pytest
from hexbytes import HexBytes
from web3 import Web3
from web3.contract import AsyncContract

from ledger import rehearsal
from ledger.adapters.log_anchor_abi import ABI
from ledger.anchoring.anchorer import Anchorer
from ledger.anchoring.chain import GWEI, Fees
from ledger.anchoring.root_files import newest_lines
from ledger.anchoring.settings import AnchorSettings
from ledger.anchoring.super_epochs import SuperEpochs
from ledger.verifier.report import EXIT_INCOMPLETE
from ledger.verifier.signed_roots import ROOTS, Signatures, SignedRoot, read_signed_roots
from ledger.verifier.trust import Pin
from tests.fakes.epochs import FakeEpochs
from tests.ledger.an_export import run
from tests.ledger.anchoring.conftest import CONFIRMATIONS, InProcess, in_process
from tests.ledger.anchoring.test_chain_contract import call_of
from tests.ledger.test_epochs import Trees, trees

__all__ = ["trees"]


@dataclasses.dataclass
class World:
    """An installation that closes epochs, and its contract on py-evm."""

    trees: Trees
    under: InProcess

    @property
    def contract(self) -> AsyncContract:
        address = Web3.to_checksum_address(self.under.chain.contract)
        return self.under.web3.eth.contract(address=address, abi=ABI)

    @property
    def pin(self) -> Pin:
        return Pin(self.under.chain.chain_id, self.under.chain.contract)

    async def turn(self) -> None:
        async def no_bundle(_epoch: int) -> None:
            return None

        epochs = SuperEpochs(self.trees.super_log, no_bundle)
        settings = AnchorSettings(confirmations=CONFIRMATIONS)
        await Anchorer(self.trees.database, epochs, self.under.chain, self.trees.clock, settings).turn()

    async def published(self) -> list[SignedRoot]:
        return list(read_signed_roots(await newest_lines(self.trees.database)))

    async def show(self, line: SignedRoot) -> None:
        """Somebody shows the contract a line that was published."""
        sender = list(await self.under.web3.eth.accounts)[5]
        call = self.contract.functions.proveEquivocation(line.epoch, line.root, line.signature)
        await call.transact({"from": sender})
        self.under.mine()


@pytest.fixture
async def world(trees: Trees) -> World:  # the fixture
    await trees.add_log(3)
    for _ in range(3):
        await trees.next_epoch()
    return World(trees, await in_process())


async def test_each_signed_checkpoint_of_the_super_log_has_its_signed_root(
    world: World, tmp_path: pathlib.Path
) -> None:
    """Once each, by the contract's signer, over the digest that the contract itself makes; in exports as it is served."""
    assert await world.published() == []
    await world.turn()
    first = await world.published()
    assert [one.epoch for one in first] == [3, 2, 1]
    await world.trees.next_epoch()
    await world.turn()
    published = await world.published()
    assert published[1:] == first
    signatures = Signatures()
    for one in published:
        assert one.contract == world.pin
        assert one.root == await world.trees.super_log.root_of(one.epoch)
        signatures.require(one)
    signer = await world.contract.functions.signer().call()
    assert {one.signer for one in published} == {bytes(HexBytes(signer))}
    log = world.trees.logs[0]
    tar = tmp_path / "log.tar"
    tar.write_bytes(b"".join([piece async for piece in await log.ledger.export(log.caller)]))
    rehearsal.unpack(tar, tmp_path / "log")
    assert list(read_signed_roots((tmp_path / "log" / ROOTS).read_bytes())) == published[::-1]
    named = await log.ledger.keys(log.caller)
    trust = tmp_path / "trust"
    trust.write_text("".join(f"{key.use} {key.verifier_key}\n" for key in named.keys))
    assert run("bundle", str(tar), "--trust", str(trust)) == EXIT_INCOMPLETE  # no receipts were given


async def test_a_signed_root_is_never_another(world: World) -> None:
    """Neither changed nor taken away: the row stays as it was signed."""
    await world.turn()
    for statement in ("UPDATE ledger_signed_root SET root = signature", "DELETE FROM ledger_signed_root"):
        with pytest.raises(asyncpg.PostgresError):
            async with world.trees.database.unscoped() as tx:
                await tx.execute(statement)


async def test_two_roots_of_one_epoch_freeze_the_contract(world: World) -> None:
    """Readers keep what is published; the key then anchors another history at one of these epochs. Whoever kept the line shows it to
    the contract: frozen, for ever, and nothing more is anchored."""
    await world.turn()
    kept = {one.epoch: one for one in await world.published()}
    fork = FakeEpochs(b"fork")
    fork.grow(4)
    call, chain = await call_of(fork, 0, 3), world.under.chain
    fees = Fees(20 * GWEI, 2 * GWEI)
    seen = await chain.look([])
    await chain.send(chain.sign(call, seen.next_nonce, fees, await chain.gas_for(call)).raw)
    world.under.mine()
    line = kept[3]
    assert (await world.contract.functions.anchors(3).call())[0] == call.root != line.root
    assert chain.sign_root(3, line.root) == line.signature
    await world.show(line)
    assert await world.contract.functions.frozen().call() is True
    later = await call_of(fork, 3, 4)
    with pytest.raises(Exception, match="would refuse"):
        await chain.gas_for(later)


async def test_while_the_chain_holds_more_no_root_is_signed(world: World) -> None:
    """The guard of anchors comes first: a database older than what was anchored signs no second root of an epoch."""
    fork = FakeEpochs(b"fork")
    fork.grow(9)
    chain = world.under.chain
    call, seen = await call_of(fork, 0, 9), await chain.look([])
    fees = Fees(20 * GWEI, 2 * GWEI)
    await chain.send(chain.sign(call, seen.next_nonce, fees, await chain.gas_for(call)).raw)
    world.under.mine()
    await world.turn()
    assert await world.published() == []
