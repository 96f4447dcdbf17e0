"""A super-log in memory, as anchoring reads it."""

import hashlib
from collections.abc import Sequence

from ledger.verifier import merkle


class FakeEpochs:
    def __init__(self, salt: bytes = b"") -> None:
        self.leaves: list[bytes] = []
        self._salt = salt

    def grow(self, count: int = 1) -> None:
        for _ in range(count):
            self.leaves.append(merkle.leaf_hash(self._salt + len(self.leaves).to_bytes(8)))

    async def newest_epoch(self) -> int:
        return len(self.leaves)

    async def root_of(self, epoch: int) -> bytes | None:
        return merkle.root(self.leaves[:epoch]) if 0 < epoch <= len(self.leaves) else None

    async def consistency(self, old: int, new: int) -> Sequence[bytes]:
        return merkle.consistency_proof(self.leaves[:new], old) if old else []

    async def signed_roots(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        epochs = range(after + 1, min(len(self.leaves), after + limit) + 1)
        return [(epoch, merkle.root(self.leaves[:epoch])) for epoch in epochs]

    async def bundle_digest(self, epoch: int) -> bytes:
        return hashlib.sha256(b"manifest" + epoch.to_bytes(8)).digest()
