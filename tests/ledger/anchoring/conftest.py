"""Chains to anchor on: in memory, and py-evm in process with the committed contract."""

import secrets
from typing import Protocol

import pytest
from eth_account import Account
from eth_tester.exceptions import TransactionFailed
from hexbytes import HexBytes
from web3 import AsyncWeb3
from web3.exceptions import Web3RPCError
from web3.providers import AsyncBaseProvider
from web3.providers.eth_tester import AsyncEthereumTesterProvider
from web3.types import RPCEndpoint, RPCResponse, Wei

from ledger.adapters.deploying import deploy_log_anchor
from ledger.adapters.ethereum import Endpoint, Ethereum
from ledger.anchoring.chain import Chain
from tests.fakes.chain import FakeChain

CONFIRMATIONS = 3


class ChainUnderTest(Protocol):
    """A chain that makes a block when it is told."""

    @property
    def chain(self) -> Chain: ...

    def mine(self) -> None: ...


class InMemory:
    def __init__(self) -> None:
        self.chain = FakeChain(secrets.token_bytes(20), CONFIRMATIONS)

    def mine(self) -> None:
        self.chain.mine()


class AnsweringProvider(AsyncEthereumTesterProvider):
    """py-evm whose refusals have the form of a node's."""

    async def make_request(self, method: RPCEndpoint, params: object) -> RPCResponse:
        try:
            return await super().make_request(method, params)
        except TransactionFailed as error:
            raise Web3RPCError(f"execution reverted: {error}") from error
        except Exception as error:
            if type(error).__name__ != "ValidationError":
                raise
            raise Web3RPCError(str(error)) from error


class InProcess:
    """py-evm; blocks are made by hand."""

    def __init__(
        self, provider: AnsweringProvider, web3: AsyncWeb3[AsyncBaseProvider], chain: Ethereum
    ) -> None:
        self.provider = provider
        self.web3 = web3
        self.chain: Chain = chain

    def mine(self) -> None:
        self.provider.ethereum_tester.mine_block()


async def funded(web3: AsyncWeb3[AsyncBaseProvider], address: str) -> None:
    """Give an address one ether of py-evm's first account."""
    funder = (await web3.eth.accounts)[0]
    await web3.eth.send_transaction({"from": funder, "to": address, "value": Wei(10**18)})


async def in_process() -> InProcess:
    provider = AnsweringProvider()
    web3: AsyncWeb3[AsyncBaseProvider] = AsyncWeb3(provider)
    account = Account.create()
    await funded(web3, account.address)
    endpoint = Endpoint("py-evm", web3)
    chain_id = await web3.eth.chain_id
    contract = await deploy_log_anchor(endpoint, bytes(account.key), chain_id)
    provider.ethereum_tester.disable_auto_mine_transactions()
    chain = Ethereum([endpoint], chain_id, bytes(HexBytes(contract)), bytes(account.key), CONFIRMATIONS)
    return InProcess(provider, web3, chain)


@pytest.fixture(params=["memory", "py-evm"])
async def under_test(request: pytest.FixtureRequest) -> ChainUnderTest:
    """Each chain that is to be had without Node."""
    return InMemory() if request.param == "memory" else await in_process()
