"""The port to a chain: what anchoring asks of it, and what it answers. An adapter speaks to real nodes."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from core.errors import ErrorKind, PlatformError

GWEI = 10**9


class ChainUnavailable(PlatformError):
    """No endpoint answered in time; the next turn asks again."""

    kind = ErrorKind.UNAVAILABLE
    code = "chain_unavailable"
    fix = "See whether the endpoints of COUNTERMARK_CHAIN_RPC_URLS answer."


class WrongChain(PlatformError):
    """An endpoint serves another chain than the one that is set, or the contract is not there."""

    kind = ErrorKind.PRECONDITION
    code = "chain_wrong"
    fix = "Correct COUNTERMARK_CHAIN_RPC_URLS, COUNTERMARK_CHAIN_ID, or the contract: COUNTERMARK_CHAIN_ANCHOR_CONTRACT or COUNTERMARK_VENDOR_PAYMENTS_CONTRACT."


class EndpointsDisagree(PlatformError):
    """Two endpoints tell two histories of the same settled blocks, or two roots of one epoch: one of them lies."""

    kind = ErrorKind.PRECONDITION
    code = "chain_endpoints_disagree"
    fix = "Ask a third node, and take the endpoint that is wrong out of COUNTERMARK_CHAIN_RPC_URLS."


class WouldRevert(PlatformError):
    """The contract would refuse the call: it was tried without paying."""

    kind = ErrorKind.PRECONDITION
    code = "chain_would_revert"
    fix = "See whether the contract is paused or frozen, and whether the key has the role to anchor."


class SendRefused(PlatformError):
    """No endpoint took the transaction: too little ether, or fees that do not replace the one before."""

    kind = ErrorKind.PRECONDITION
    code = "chain_send_refused"


class Fees(msgspec.Struct, frozen=True):
    """Fees of EIP-1559, for each unit of gas. max_wei: at most, the tip included."""

    max_wei: int
    tip_wei: int


class Market(msgspec.Struct, frozen=True):
    """What the next block asks. base_wei: of the newest block. tip_wei: that gets a transaction in."""

    base_wei: int
    tip_wei: int


class Receipt(msgspec.Struct, frozen=True):
    """A transaction in a block. fee_wei: what it cost in all."""

    tx_hash: bytes
    block_number: int
    block_hash: bytes
    succeeded: bool
    gas_used: int
    fee_wei: int


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """The chain at one moment.

    head: number of its newest block. latest_epoch: that the contract took last, 0 before the first. latest_root: of it.
    settled_nonce: how many transactions of our key are under at least as many blocks as confirm one.
    next_nonce: the first that no block has, nor, where the node tells, the pool of waiting ones.
    balance_wei: of our key. receipts: of those of our transactions that are in a block, by hash.
    signer: the address that the contract holds to signed roots.
    """

    head: int
    latest_epoch: int
    latest_root: bytes
    settled_nonce: int
    next_nonce: int
    balance_wei: int
    receipts: Mapping[bytes, Receipt]
    signer: bytes


class AnchorCall(msgspec.Struct, frozen=True, kw_only=True):
    """What the contract is to take."""

    epoch: int
    root: bytes
    bundle_digest: bytes
    consistency: tuple[bytes, ...]


class Signed(msgspec.Struct, frozen=True):
    """A signed transaction: its bytes, and the hash by which it is found."""

    raw: bytes
    tx_hash: bytes


class ChainProofFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file, as docs/decisions/0051-three-trees.md has it. Everything but numbers is 0x-hex."""

    chain_id: int
    contract: str
    epoch: int
    header: str
    account_proof: list[str]
    storage_proof: list[str]
    state_proof: list[str]


class Chain(Protocol):
    """One contract `LogAnchor` on one chain, under one key. Each method may raise ChainUnavailable."""

    @property
    def chain_id(self) -> int: ...

    @property
    def contract(self) -> bytes:
        """Its address, 20 bytes."""
        ...

    @property
    def sender(self) -> bytes:
        """The address of our key, 20 bytes."""
        ...

    async def look(self, tx_hashes: Sequence[bytes]) -> Seen:
        """Look at the chain, and for these transactions. Raises: WrongChain, EndpointsDisagree."""
        ...

    async def market(self) -> Market: ...

    async def gas_for(self, call: AnchorCall) -> int:
        """Try the call on the newest block, and say what gas to allow. Raises: WouldRevert."""
        ...

    def sign(self, call: AnchorCall, nonce: int, fees: Fees, gas: int) -> Signed:
        """Sign, and send nothing."""
        ...

    def sign_root(self, epoch: int, root: bytes) -> bytes:
        """Sign EIP-712 `EpochRoot` in the contract's domain. Returns: 65 bytes, as `proveEquivocation` takes them."""
        ...

    async def send(self, raw: bytes) -> None:
        """Hand a signed transaction to the nodes; one that they have already is no error. Raises: SendRefused."""
        ...
