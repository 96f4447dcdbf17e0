"""Several endpoints: one that is gone is passed over, one of another chain is refused, two that disagree are noticed."""

import contextlib
import logging
import secrets
from collections.abc import AsyncIterator
from typing import cast

import pytest
from eth_account import Account
from hexbytes import HexBytes
from web3 import AsyncWeb3
from web3.providers import AsyncBaseProvider
from web3.types import RPCEndpoint, RPCResponse

from app.launch import free_port
from ledger.adapters.deploying import deploy_log_anchor
from ledger.adapters.ethereum import Endpoint, Ethereum, address_of, close, endpoint
from ledger.anchoring.chain import (
    GWEI,
    AnchorCall,
    ChainUnavailable,
    EndpointsDisagree,
    Fees,
    WouldRevert,
    WrongChain,
)
from tests.ledger.anchoring.conftest import CONFIRMATIONS, AnsweringProvider, funded

KEY = secrets.token_bytes(32)
FEES = Fees(20 * GWEI, 2 * GWEI)


class Node:
    """py-evm with the contract, under one key: the same address on each."""

    def __init__(self, one: Endpoint, provider: AnsweringProvider, contract: bytes, chain_id: int) -> None:
        self.endpoint, self.provider, self.contract, self.chain_id = one, provider, contract, chain_id

    @classmethod
    async def start(cls, name: str) -> "Node":
        provider = AnsweringProvider()
        web3: AsyncWeb3[AsyncBaseProvider] = AsyncWeb3(provider)
        await funded(web3, address_of(KEY))
        chain_id = await web3.eth.chain_id
        one = Endpoint(name, web3)
        contract = await deploy_log_anchor(one, KEY, chain_id)
        return cls(one, provider, bytes(HexBytes(contract)), chain_id)

    def chain(self, *others: Endpoint, chain_id: int | None = None) -> Ethereum:
        return Ethereum(
            [*others, self.endpoint], chain_id or self.chain_id, self.contract, KEY, CONFIRMATIONS
        )

    async def anchor(self, root: bytes) -> None:
        call = AnchorCall(epoch=4, root=root, bundle_digest=bytes(32), consistency=())
        chain = self.chain()
        signed = chain.sign(call, (await chain.look([])).next_nonce, FEES, 200_000)
        await chain.send(signed.raw)


class Babbler(AnsweringProvider):
    """A node that answers one method with something else, and every other as the node does whose chain it serves."""

    def __init__(self, node: AnsweringProvider, method: str, answer: object) -> None:
        super().__init__()
        self.ethereum_tester = node.ethereum_tester
        self._method, self._answer = method, answer
        self.asked = 0

    async def make_request(self, method: RPCEndpoint, params: object) -> RPCResponse:
        if method != self._method:
            return await super().make_request(method, params)
        self.asked += 1
        return cast(RPCResponse, {"jsonrpc": "2.0", "id": 1, "result": self._answer})

    def chains(self, node: Node) -> tuple[Ethereum, Ethereum]:
        """It before the other, and it alone."""
        web3: AsyncWeb3[AsyncBaseProvider] = AsyncWeb3(self)
        one = Endpoint("babbler", web3)
        alone = Ethereum([one], node.chain_id, node.contract, KEY, CONFIRMATIONS)
        return node.chain(one), alone


class Behind(Babbler):
    """A node that has the blocks up to one and knows of no later."""

    def __init__(self, node: AnsweringProvider, newest: int) -> None:
        super().__init__(node, "eth_blockNumber", newest)
        self._newest = newest

    async def make_request(self, method: RPCEndpoint, params: object) -> RPCResponse:
        asked = list(params) if isinstance(params, (list, tuple)) else []
        if method == "eth_call" and asked[1] == "latest":
            asked[1] = self._newest
        return await super().make_request(method, asked)


@pytest.fixture
async def gone() -> AsyncIterator[Endpoint]:
    """An endpoint where nobody listens; its address holds a provider's key."""
    one = endpoint(f"http://127.0.0.1:{free_port()}/v3/SECRETKEY", timeout_s=0.5)
    yield one
    await close([one])


async def test_one_that_is_gone_is_passed_over(gone: Endpoint) -> None:
    """Everything works by the other: looking, sending, prices; without another, it says that none answers."""
    node = await Node.start("good")
    chain = node.chain(gone)
    root = secrets.token_bytes(32)
    call = AnchorCall(epoch=4, root=root, bundle_digest=bytes(32), consistency=())
    assert (await chain.market()).base_wei > 0
    seen = await chain.look([])
    await chain.send(chain.sign(call, seen.next_nonce, FEES, await chain.gas_for(call)).raw)
    assert (await chain.look([])).latest_root == root
    alone = Ethereum([gone], node.chain_id, node.contract, KEY, CONFIRMATIONS)
    for asked in (alone.look([]), alone.market(), alone.send(b"\x02"), alone.gas_for(call)):
        with pytest.raises(ChainUnavailable) as raised:
            await asked
        assert "SECRETKEY" not in f"{raised.value.message} {raised.value.internal}"


@pytest.mark.parametrize("answer", [None, [], {}, "hello", "0x", -5, 1.5], ids=repr)
async def test_one_that_answers_nonsense_is_passed_over(answer: object) -> None:
    """Whatever it is asked: as if it had not answered. Alone, it says so, and nothing else ends the process's turn."""
    node = await Node.start("good")
    root = secrets.token_bytes(32)
    call = AnchorCall(epoch=4, root=root, bundle_digest=bytes(32), consistency=())
    methods = (
        "eth_chainId",
        "eth_getCode",
        "eth_blockNumber",
        "eth_call",
        "eth_getBalance",
        "eth_getBlockByNumber",
    )
    for method in methods:
        babbler = Babbler(node.provider, method, answer)
        together, alone = babbler.chains(node)
        with contextlib.suppress(WrongChain):  # some numbers are another chain's, and "0x" is no contract
            assert (await together.look([])).latest_epoch == 0
        assert (await together.market()).base_wei > 0
        for asked in (alone.look([]), alone.market(), alone.gas_for(call)):
            with contextlib.suppress(ChainUnavailable, WrongChain, WouldRevert):
                await asked
        assert babbler.asked


async def test_another_chain_is_refused() -> None:
    """A node of a test network behind the setting of another chain must never get a signature."""
    node = await Node.start("good")
    with pytest.raises(WrongChain, match="and 1 is set"):
        await node.chain(chain_id=1).look([])


async def test_an_address_without_a_contract_is_refused() -> None:
    """A call to nothing succeeds on a chain, and would be paid for."""
    node = await Node.start("good")
    chain = Ethereum([node.endpoint], node.chain_id, secrets.token_bytes(20), KEY, CONFIRMATIONS)
    with pytest.raises(WrongChain, match="no contract"):
        await chain.look([])


async def test_two_roots_of_one_epoch_are_noticed() -> None:
    """One of two nodes shows another root: nothing is believed."""
    nodes = [await Node.start("one"), await Node.start("two")]
    assert nodes[0].contract == nodes[1].contract
    for node in nodes:
        await node.anchor(secrets.token_bytes(32))
    with pytest.raises(EndpointsDisagree, match="two roots"):
        await nodes[0].chain(nodes[1].endpoint).look([])


async def test_two_histories_are_noticed() -> None:
    """The same epoch, and other blocks under as many as settle one."""
    nodes = [await Node.start("one"), await Node.start("two")]
    nodes[0].provider.ethereum_tester.time_travel(
        nodes[0].provider.ethereum_tester.get_block_by_number("latest")["timestamp"] + 1_000
    )
    for node in nodes:
        node.provider.ethereum_tester.mine_blocks(CONFIRMATIONS + 2)
    with pytest.raises(EndpointsDisagree, match="two histories"):
        await nodes[0].chain(nodes[1].endpoint).look([])


@pytest.mark.parametrize("told", [2, 9])
async def test_one_that_lies_of_the_newest_epoch_is_noticed(told: int) -> None:
    """It is ahead of two that are honest, and says more or less than is anchored: nobody is told to restore a backup, and no anchor
    is held back in silence."""
    node = await Node.start("good")
    await node.anchor(secrets.token_bytes(32))
    node.provider.ethereum_tester.mine_blocks(CONFIRMATIONS + 2)
    liar = Babbler(node.provider, "eth_call", "0x" + told.to_bytes(32, "big").hex() * 2)
    together, _ = liar.chains(node)
    with pytest.raises(EndpointsDisagree, match="two epochs"):
        await together.look([])


async def test_one_that_is_behind_is_not_taken_for_a_liar() -> None:
    """Its newest epoch is older, and that of the settled block the same."""
    node = await Node.start("good")
    node.provider.ethereum_tester.mine_blocks(CONFIRMATIONS + 2)
    behind = Behind(node.provider, int(node.provider.ethereum_tester.get_block_by_number("latest")["number"]))
    await node.anchor(secrets.token_bytes(32))
    together, alone = behind.chains(node)
    assert ((await alone.look([])).latest_epoch, (await together.look([])).latest_epoch) == (0, 4)


async def test_the_key_never_shows(caplog: pytest.LogCaptureFixture) -> None:
    """Not in `repr`, not in a log at any level while it signs and sends."""
    caplog.set_level(logging.DEBUG)
    node = await Node.start("good")
    chain = node.chain()
    await node.anchor(secrets.token_bytes(32))
    shown = f"{chain!r} {caplog.text}".lower()
    assert KEY.hex() not in shown
    assert str(int.from_bytes(KEY, "big")) not in shown
    assert Account.from_key(KEY).address.lower() not in repr(chain).lower()
