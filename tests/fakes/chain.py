"""A chain in memory: blocks, a pool of waiting transactions, fees, reorganisations. It refuses what the contract refuses."""

import hashlib
from collections.abc import Sequence

import msgspec

from ledger.anchoring.chain import (
    GWEI,
    AnchorCall,
    ChainUnavailable,
    Fees,
    Market,
    Receipt,
    Seen,
    SendRefused,
    Signed,
    WouldRevert,
)
from ledger.verifier import merkle

GAS = 95_000


class Sent(msgspec.Struct, frozen=True):
    """A transaction: what `sign` packs and `send` unpacks."""

    sender: bytes
    nonce: int
    epoch: int
    root: bytes
    digest: bytes
    proof: tuple[bytes, ...]
    max_wei: int
    tip_wei: int

    @property
    def raw(self) -> bytes:
        return msgspec.msgpack.encode(self)

    @property
    def tx_hash(self) -> bytes:
        return hashlib.sha256(self.raw).digest()


class Block(msgspec.Struct, frozen=True):
    hash: bytes
    held: tuple[tuple[Sent, bool], ...]


class FakeChain:
    """Satisfies `Chain`. down: no endpoint answers. deaf: questions are answered, but sending fails."""

    def __init__(self, sender: bytes, confirmations: int = 3) -> None:
        self.chain_id, self.contract, self.sender = 31337, hashlib.sha256(sender).digest()[:20], sender
        self.confirmations = confirmations
        self.signer = sender
        self.blocks: list[Block] = [Block(bytes(32), ())]
        self.pool: dict[int, Sent] = {}
        self.base_wei, self.tip_wei, self.balance_wei = 10 * GWEI, GWEI, 10**21
        self.down = self.deaf = self.paused = False
        self.sends: list[bytes] = []
        self._forks = 0

    @property
    def anchored(self) -> list[Sent]:
        """What the contract took, in order."""
        return [sent for block in self.blocks for sent, well in block.held if well]

    @property
    def reverted(self) -> list[Sent]:
        return [sent for block in self.blocks for sent, well in block.held if not well]

    @property
    def head(self) -> int:
        return len(self.blocks) - 1

    async def look(self, tx_hashes: Sequence[bytes]) -> Seen:
        self._answer()
        latest = self.anchored[-1] if self.anchored else None
        return Seen(
            head=self.head,
            latest_epoch=latest.epoch if latest else 0,
            latest_root=latest.root if latest else bytes(32),
            settled_nonce=self._mined(self.blocks[: max(1, len(self.blocks) - self.confirmations + 1)]),
            next_nonce=self._next_nonce(),
            balance_wei=self.balance_wei,
            receipts={one: found for one in tx_hashes if (found := self._receipt(one)) is not None},
            signer=self.signer,
        )

    async def market(self) -> Market:
        self._answer()
        return Market(self.base_wei, self.tip_wei)

    async def gas_for(self, call: AnchorCall) -> int:
        self._answer()
        if not self._takes(call.epoch, call.root, call.consistency, self.anchored):
            raise WouldRevert("The contract would refuse this anchor.", internal=f"{call.epoch=}")
        return GAS

    def sign(self, call: AnchorCall, nonce: int, fees: Fees, gas: int) -> Signed:
        made = Sent(
            sender=self.sender,
            nonce=nonce,
            epoch=call.epoch,
            root=call.root,
            digest=call.bundle_digest,
            proof=call.consistency,
            max_wei=fees.max_wei,
            tip_wei=fees.tip_wei,
        )
        return Signed(made.raw, made.tx_hash)

    def sign_root(self, epoch: int, root: bytes) -> bytes:
        return hashlib.sha512(self.contract + self.sender + epoch.to_bytes(8) + root).digest() + b"\x1b"

    async def send(self, raw: bytes) -> None:
        self._answer()
        if self.deaf:
            raise ChainUnavailable("No endpoint of the chain answers.")
        self.sends.append(raw)
        sent = msgspec.msgpack.decode(raw, type=Sent)
        there = self.pool.get(sent.nonce)
        if sent.nonce < self._mined(self.blocks) or there == sent:
            return
        if there is not None and 10 * sent.max_wei < 11 * there.max_wei:
            raise SendRefused("No node took the transaction.", internal="replacement transaction underpriced")
        self.pool[sent.nonce] = sent

    def mine(self, count: int = 1) -> None:
        """Make blocks of what pays enough, in the order of the nonces."""
        for _ in range(count):
            held: list[tuple[Sent, bool]] = []
            nonce = self._mined(self.blocks)
            while (sent := self.pool.get(nonce)) is not None and sent.max_wei >= self.base_wei + min(
                sent.tip_wei, self.tip_wei
            ):
                del self.pool[nonce]
                before = self.anchored + [one for one, well in held if well]
                held.append((sent, self._takes(sent.epoch, sent.root, sent.proof, before)))
                nonce += 1
            self._forks += 1
            parent = self.blocks[-1].hash
            self.blocks.append(Block(hashlib.sha256(parent + self._forks.to_bytes(8)).digest(), tuple(held)))

    def reorganise(self, depth: int, *, forget: bool = False) -> None:
        """Take blocks back, and one more empty one in their place. forget: what they held does not return to the pool."""
        depth = min(depth, self.head)
        taken, self.blocks = self.blocks[len(self.blocks) - depth :], self.blocks[: len(self.blocks) - depth]
        if not forget:
            self.pool = {sent.nonce: sent for block in taken for sent, _ in block.held} | self.pool
        waiting, self.pool = self.pool, {}
        self.mine(depth + 1)
        self.pool = waiting

    def _answer(self) -> None:
        if self.down:
            raise ChainUnavailable("No endpoint of the chain answers.")

    def _takes(self, epoch: int, root: bytes, proof: Sequence[bytes], before: Sequence[Sent]) -> bool:
        if self.paused or (before and epoch <= before[-1].epoch):
            return False
        if not before:
            return not proof
        try:
            merkle.verify_consistency(before[-1].epoch, epoch, proof, before[-1].root, root)
        except merkle.ProofRefused:
            return False
        return True

    @staticmethod
    def _mined(blocks: Sequence[Block]) -> int:
        return sum(len(block.held) for block in blocks)

    def _next_nonce(self) -> int:
        nonce = self._mined(self.blocks)
        while nonce in self.pool:
            nonce += 1
        return nonce

    def _receipt(self, tx_hash: bytes) -> Receipt | None:
        for number, block in enumerate(self.blocks):
            for sent, well in block.held:
                if sent.tx_hash == tx_hash:
                    fee = GAS * (self.base_wei + sent.tip_wei)
                    return Receipt(tx_hash, number, block.hash, well, GAS, fee)
        return None
