"""Anchors on a running product's database, by the real anchoring against a chain in memory."""

import hashlib
import secrets
from collections.abc import Sequence

from core.clock import Clock
from core.database import Database
from ledger.anchoring.anchorer import Anchorer
from ledger.anchoring.settings import AnchorSettings
from tests.fakes.chain import FakeChain

CONFIRMATIONS = 2


def a_far_epoch() -> int:
    """An epoch that no other test anchors near to: they share a database."""
    return 10**9 + secrets.randbelow(10**15)


class FarEpochs:
    """A super-log of as many records as one likes, of which only the newest root is known."""

    def __init__(self, newest: int) -> None:
        self._newest = newest
        self._root = secrets.token_bytes(32)

    async def newest_epoch(self) -> int:
        return self._newest

    async def root_of(self, epoch: int) -> bytes | None:
        return self._root if epoch == self._newest else None

    async def consistency(self, old: int, new: int) -> Sequence[bytes]:
        raise AssertionError(f"only the first anchor is made: {old} {new}")

    async def signed_roots(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        return [(self._newest, self._root)][:limit] if after < self._newest else []

    async def bundle_digest(self, epoch: int) -> bytes:
        return hashlib.sha256(str(epoch).encode()).digest()


async def an_anchor(database: Database, clock: Clock, epoch: int, *, confirmed: bool = True) -> FakeChain:
    """Anchor an epoch on a contract of its own. confirmed: else it is submitted only. Returns: the chain that holds it."""
    chain, epochs = FakeChain(secrets.token_bytes(20), CONFIRMATIONS), FarEpochs(epoch)
    settings = AnchorSettings(confirmations=CONFIRMATIONS)
    anchorer = Anchorer(database, epochs, chain, clock, settings)
    await anchorer.turn()
    if confirmed:
        chain.mine(CONFIRMATIONS)
        await anchorer.turn()
    return chain
