"""The super-log as anchoring reads it."""

from collections.abc import Awaitable, Callable, Sequence

from ledger.errors import EpochNotFound
from ledger.super_log import SuperLog

NO_BUNDLE = bytes(32)
"""What is anchored where no bundle of the epoch was made."""

DigestOf = Callable[[int], Awaitable[bytes | None]]


class SuperEpochs:
    """Satisfies `ledger.anchoring.epochs.Epochs`. Only what is signed counts.

    digest_of: the SHA-256 of an epoch's public manifest; None where it was not made, or not yet.
    """

    def __init__(self, super_log: SuperLog, digest_of: DigestOf) -> None:
        self._super_log = super_log
        self._digest_of = digest_of

    async def newest_epoch(self) -> int:
        """Of the newest two, rather the one whose bundle is made: the newest gets its own some seconds after it is closed."""
        head = await self._super_log.newest()
        if head is None:
            return 0
        for epoch in (head.epoch, head.epoch - 1):
            if epoch and await self._digest_of(epoch) is not None:
                return epoch
        return head.epoch

    async def root_of(self, epoch: int) -> bytes | None:
        try:
            return await self._super_log.root_of(epoch)
        except EpochNotFound:
            return None

    async def consistency(self, old: int, new: int) -> Sequence[bytes]:
        return await self._super_log.consistency(old, new) if old else ()

    async def signed_roots(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        return await self._super_log.signed_roots(after, limit)

    async def bundle_digest(self, epoch: int) -> bytes:
        return await self._digest_of(epoch) or NO_BUNDLE
