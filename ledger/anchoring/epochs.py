"""The port to the super-log: what anchoring reads of it."""

from collections.abc import Sequence
from typing import Protocol


class Epochs(Protocol):
    """The super-log, as far as anchoring reads it. Its size is the number of its newest epoch."""

    async def newest_epoch(self) -> int:
        """The newest that may be anchored; 0 before the first."""
        ...

    async def root_of(self, epoch: int) -> bytes | None:
        """The root of the super-log of that many records; None where there are fewer."""
        ...

    async def consistency(self, old: int, new: int) -> Sequence[bytes]:
        """Prove that the super-log of `new` records begins with that of `old` (RFC 9162); empty for old = 0."""
        ...

    async def bundle_digest(self, epoch: int) -> bytes:
        """SHA-256 of the epoch's manifest."""
        ...

    async def signed_roots(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Epochs after one that have a signed checkpoint of their own, with the root that it has; oldest first."""
        ...
