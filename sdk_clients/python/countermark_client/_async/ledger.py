"""The log of this environment: proofs, checkpoints, keys."""

from __future__ import annotations

from countermark_client._async.resource import AsyncResource
from countermark_client._core.api.decisions import get_decision
from countermark_client._core.api.ledger import (
    get_checkpoint,
    get_entry_proof,
    get_latest_checkpoint,
    get_ledger_entry,
    get_ledger_keys,
)
from countermark_client._core.models.entry_proof import EntryProof
from countermark_client._core.models.ledger_entry import LedgerEntry
from countermark_client._core.models.ledger_keys import LedgerKeys
from countermark_client._core.models.signed_checkpoint import SignedCheckpoint


class AsyncLedger(AsyncResource):
    """Receipts are checked without a network by `countermark_client.receipts`, everything else by `countermark-verify`."""

    async def entry(self, entry_id: str, *, timeout_s: float | None = None) -> LedgerEntry:
        """Get an entry."""
        return await get_ledger_entry.asyncio(entry_id, client=self._transport, timeout_s=timeout_s)

    async def entry_proof(self, entry_id: str, *, timeout_s: float | None = None) -> EntryProof:
        """That an entry is in the log. It is there by the deadline of the receipt, mostly a second after the decision."""
        return await get_entry_proof.asyncio(entry_id, client=self._transport, timeout_s=timeout_s)

    async def decision_proof(self, decision_id: str, *, timeout_s: float | None = None) -> EntryProof:
        """That a decision's entry is in the log."""
        decision = await get_decision.asyncio(decision_id, client=self._transport, timeout_s=timeout_s)
        return await self.entry_proof(decision.entry_id, timeout_s=timeout_s)

    async def checkpoint(
        self, size: int | None = None, *, timeout_s: float | None = None
    ) -> SignedCheckpoint:
        """What the log signed of itself, newest unless a size is told. Keep it: a later log must begin with it."""
        if size is None:
            return await get_latest_checkpoint.asyncio(client=self._transport, timeout_s=timeout_s)
        return await get_checkpoint.asyncio(size, client=self._transport, timeout_s=timeout_s)

    async def keys(self, *, timeout_s: float | None = None) -> LedgerKeys:
        """The keys to pin, once and for good."""
        return await get_ledger_keys.asyncio(client=self._transport, timeout_s=timeout_s)
