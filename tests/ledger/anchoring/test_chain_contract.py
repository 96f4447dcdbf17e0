"""One contract for every chain: what anchoring relies on holds in memory and in py-evm; tests/faults holds it on anvil, too."""

import pytest

from ledger.anchoring.chain import GWEI, AnchorCall, Fees, WouldRevert
from tests.fakes.epochs import FakeEpochs
from tests.ledger.anchoring.conftest import ChainUnderTest

FEES = Fees(20 * GWEI, 2 * GWEI)


async def call_of(epochs: FakeEpochs, old: int, new: int) -> AnchorCall:
    return AnchorCall(
        epoch=new,
        root=await epochs.root_of(new) or b"",
        bundle_digest=await epochs.bundle_digest(new),
        consistency=tuple(await epochs.consistency(old, new)),
    )


@pytest.fixture
def epochs() -> FakeEpochs:
    made = FakeEpochs()
    made.grow(12)
    return made


async def test_what_was_signed_is_found_by_its_hash(under_test: ChainUnderTest, epochs: FakeEpochs) -> None:
    """Sent, mined, read: epoch and root are there, the receipt says where and what it cost."""
    chain = under_test.chain
    before = await chain.look([])
    assert (before.latest_epoch, before.latest_root) == (0, bytes(32))
    call = await call_of(epochs, 0, 5)
    signed = chain.sign(call, before.next_nonce, FEES, await chain.gas_for(call))
    await chain.send(signed.raw)
    waiting = await chain.look([signed.tx_hash])
    assert waiting.next_nonce in {
        before.next_nonce,
        before.next_nonce + 1,
    }  # py-evm does not count what waits
    assert waiting.receipts == {}
    under_test.mine()
    after = await chain.look([signed.tx_hash])
    assert (after.latest_epoch, after.latest_root) == (5, call.root)
    receipt = after.receipts[signed.tx_hash]
    assert receipt.succeeded
    assert before.head < receipt.block_number <= after.head
    assert receipt.fee_wei >= receipt.gas_used > 21_000


async def test_the_contract_refuses_what_does_not_continue(
    under_test: ChainUnderTest, epochs: FakeEpochs
) -> None:
    """The same epoch again, an earlier one, another history, a wrong proof: foreseen without paying."""
    chain = under_test.chain
    await _anchor(under_test, await call_of(epochs, 0, 5))
    other = FakeEpochs(b"other")
    other.grow(12)
    for call in (
        await call_of(epochs, 0, 5),
        await call_of(epochs, 2, 4),
        await call_of(other, 5, 9),
        await call_of(epochs, 4, 9),
    ):
        with pytest.raises(WouldRevert):
            await chain.gas_for(call)
    assert await chain.gas_for(await call_of(epochs, 5, 9)) > 21_000


async def test_the_same_bytes_twice_are_one_transaction(
    under_test: ChainUnderTest, epochs: FakeEpochs
) -> None:
    """Sending again what waits, and what is in a block already, changes nothing and is no error."""
    chain = under_test.chain
    call = await call_of(epochs, 0, 3)
    seen = await chain.look([])
    signed = chain.sign(call, seen.next_nonce, FEES, await chain.gas_for(call))
    await chain.send(signed.raw)
    await chain.send(signed.raw)
    under_test.mine()
    await chain.send(signed.raw)
    after = await chain.look([signed.tx_hash])
    assert after.next_nonce == seen.next_nonce + 1


async def test_signing_is_repeatable(under_test: ChainUnderTest, epochs: FakeEpochs) -> None:
    """RFC 6979: the same call, nonce and fees are the same bytes, so even a lost row could not make a second transaction."""
    call = await call_of(epochs, 0, 3)
    first, second = (under_test.chain.sign(call, 7, FEES, 100_000) for _ in range(2))
    assert first == second
    assert first != under_test.chain.sign(call, 8, FEES, 100_000)


async def test_nonces_settle_with_depth(under_test: ChainUnderTest, epochs: FakeEpochs) -> None:
    """A nonce counts as gone for good only under as many blocks as confirm."""
    chain = under_test.chain
    before = await chain.look([])
    await _anchor(under_test, await call_of(epochs, 0, 3))
    shallow = await chain.look([])
    for _ in range(3):
        under_test.mine()
    deep = await chain.look([])
    assert deep.settled_nonce == before.next_nonce + 1
    assert shallow.settled_nonce <= deep.settled_nonce
    assert shallow.settled_nonce <= before.next_nonce


async def test_the_market_has_a_price(under_test: ChainUnderTest) -> None:
    """Both fees are told, in wei."""
    market = await under_test.chain.market()
    assert market.base_wei > 0
    assert market.tip_wei >= 0


async def _anchor(under_test: ChainUnderTest, call: AnchorCall) -> None:
    chain = under_test.chain
    seen = await chain.look([])
    signed = chain.sign(call, seen.next_nonce, FEES, await chain.gas_for(call))
    await chain.send(signed.raw)
    under_test.mine()
    assert (await chain.look([signed.tx_hash])).receipts[signed.tx_hash].succeeded
