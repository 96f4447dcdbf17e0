# Generated from `_async` by `make generate-sdk-python`. Do not edit.
"""The log of this environment: proofs, checkpoints, keys."""

from __future__ import annotations

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
from countermark_client._sync.resource import Resource


class Ledger(Resource):
    """Receipts are checked without a network by `countermark_client.receipts`, everything else by `countermark-verify`."""

    def entry(self, entry_id: str, *, timeout_s: float | None = None) -> LedgerEntry:
        """Get an entry."""
        return get_ledger_entry.sync(entry_id, client=self._transport, timeout_s=timeout_s)

    def entry_proof(self, entry_id: str, *, timeout_s: float | None = None) -> EntryProof:
        """That an entry is in the log. It is there by the deadline of the receipt, mostly a second after the decision."""
        return get_entry_proof.sync(entry_id, client=self._transport, timeout_s=timeout_s)

    def decision_proof(self, decision_id: str, *, timeout_s: float | None = None) -> EntryProof:
        """That a decision's entry is in the log."""
        decision = get_decision.sync(decision_id, client=self._transport, timeout_s=timeout_s)
        return self.entry_proof(decision.entry_id, timeout_s=timeout_s)

    def checkpoint(self, size: int | None = None, *, timeout_s: float | None = None) -> SignedCheckpoint:
        """What the log signed of itself, newest unless a size is told. Keep it: a later log must begin with it."""
        if size is None:
            return get_latest_checkpoint.sync(client=self._transport, timeout_s=timeout_s)
        return get_checkpoint.sync(size, client=self._transport, timeout_s=timeout_s)

    def keys(self, *, timeout_s: float | None = None) -> LedgerKeys:
        """The keys to pin, once and for good."""
        return get_ledger_keys.sync(client=self._transport, timeout_s=timeout_s)
