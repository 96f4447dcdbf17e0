"""The contract on anvil, under a fresh key."""

from eth_account import Account
from hexbytes import HexBytes

from bench.anvil import CHAIN_ID, Anvil
from ledger.adapters.deploying import deploy_log_anchor
from ledger.adapters.ethereum import Endpoint, Ethereum, close, endpoint
from ledger.anchoring.chain import Chain


class OnAnvil:
    """The contract under a fresh key on a node; satisfies `ChainUnderTest`."""

    def __init__(self, node: Anvil, opened: Endpoint, chain: Ethereum) -> None:
        self.node = node
        self.chain: Chain = chain
        self._opened = opened

    def mine(self) -> None:
        self.node.mine()

    async def close(self) -> None:
        await close([self._opened])


async def on_anvil(node: Anvil, confirmations: int, timeout_s: float = 5.0) -> OnAnvil:
    account = Account.create()
    node.fund(account.address)
    opened = endpoint(node.url, timeout_s)
    node.ask("evm_setAutomine", True)
    contract = await deploy_log_anchor(opened, bytes(account.key), CHAIN_ID)
    node.ask("evm_setAutomine", False)
    chain = Ethereum([opened], CHAIN_ID, bytes(HexBytes(contract)), bytes(account.key), confirmations)
    return OnAnvil(node, opened, chain)
